// What the org keeps about its users beside their records.

export type Role = 'admin' | 'api-user' | 'standard';
export type Person = { password: string; role: Role };
