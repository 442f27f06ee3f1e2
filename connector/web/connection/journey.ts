// Remembers in this tab that the person was sent to Salesforce, and with which choice. Some of Salesforce's error pages
// never send anybody back; whoever then returns by hand finds the field for the error code already open.
import { z } from 'zod';
import type { EnvironmentId } from '../api.ts';

const underWayKey = 'bookbridge-at-salesforce';
const choiceKey = 'bookbridge-environment';
const choiceSchema = z.object({
  environment: z.enum(['production', 'sandbox', 'my_domain']),
  myDomain: z.string().optional(),
});

export type Choice = { environment: EnvironmentId; myDomain?: string | undefined };

export function rememberJourney(choice: Choice): void {
  withStorage((storage) => {
    storage.setItem(underWayKey, 'yes');
    storage.setItem(choiceKey, JSON.stringify(choice));
  });
}

export function forgetJourney(): void {
  withStorage((storage) => storage.removeItem(underWayKey));
}

export function cameBackWithoutResult(): boolean {
  return withStorage((storage) => storage.getItem(underWayKey) !== null) ?? false;
}

export function lastChoice(): Choice | undefined {
  return withStorage((storage) => choiceSchema.parse(JSON.parse(storage.getItem(choiceKey) ?? 'null')));
}

function withStorage<T>(act: (storage: Storage) => T): T | undefined {
  try {
    return act(sessionStorage);
  } catch {
    // Storage may be closed to us, or hold what an older page left: both are as if nothing was remembered.
    return undefined;
  }
}
