// The fields of a posted form, texts only: a field given twice or nested is not taken.

import type { Request } from 'express';

export function readForm(request: Request): Map<string, string> {
  const body: unknown = request.body;
  const fields = new Map<string, string>();
  if (typeof body !== 'object' || body === null) return fields;
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') fields.set(name, value);
  return fields;
}
