// What a person asks of `npm run org`, read from the flags once.

export type OrgWish =
  | {
      kind: 'scratch';
      alias: string;
      definitionFile: string;
      durationDays: number;
      /** Null: as in the CLI’s own settings (target-dev-hub). */
      devHub: string | null;
    }
  | { kind: 'sandbox'; name: string; alias: string; definitionFile: string; production: string | null }
  | { kind: 'existing'; /** Null: the CLI’s target-org. */ org: string | null };

/** What an org is set up with. Kept in its record, so that later commands need not be told again. */
export type Choices = {
  mode: 'standard' | 'secure';
  /** Secure mode with a user that can log in in a browser. */
  browser: boolean;
  app: 'external' | 'connected';
  /** Null: as in config/api-user.json. */
  username: string | null;
  profile: string | null;
  privateSharing: boolean;
  /** Where the connector is reached; its callback goes into the OAuth app. */
  publicUrl: string;
};

export type SetUpWish = Choices & {
  org: OrgWish;
  /** Those of the choices that flags (or the environment) name; the others are usual, or of the set-up before. */
  given: Partial<Choices>;
  passwordEmail: boolean;
  clientSecretFile: string | null;
  connect: boolean;
  fix: boolean;
  yes: boolean;
  isAsync: boolean;
  waitMinutes: number;
  dataFolder: string;
  /** Origin of a local org's login host whose Dev Hub is used; null: a real one. */
  localOrgUrl: string | null;
};

/** The words that stand for a mode in config/api-user.json. */
export function userModeOf(wish: Pick<Choices, 'mode' | 'browser'>): 'standard' | 'secure' | 'secureBrowser' {
  if (wish.mode === 'standard') return 'standard';
  return wish.browser ? 'secureBrowser' : 'secure';
}
