// What the connector says about one field, as a sentence of its own: "needs at least 8 characters" under a field.
import { ApiError } from '../request.ts';

export function fieldProblem(error: Error | null, field: string): string | undefined {
  const text = error instanceof ApiError ? error.fields[field] : undefined;
  return text === undefined ? undefined : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
