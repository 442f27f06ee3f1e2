// After a switch between sandbox and production: what the newly connected org lacks, field by field, and who uses it. Pure.
import { bookingFieldType } from '../booking-fields.ts';
import type { Problem } from '../problems/problem.ts';
import type { SetUp } from '../set-up-document.ts';

export type Gap = {
  object: string | null;
  field: string | null;
  /** What needs it: booking fields or the fixed value of rows, or the path of a rule. */
  usedBy: string[];
  code: string;
  values: Problem['values'];
};

/** What is about the org, and not about bookings that may come. */
const aboutTheOrg = new Set([
  'object_hidden',
  'target_missing',
  'target_not_writable',
  'type_incompatible',
  'fixed_too_long',
  'value_not_in_picklist',
  'controller_mismatch',
  'lookup_object_wrong',
  'lookup_field_missing',
  'lookup_field_not_unique',
  'object_not_createable',
  'object_not_updateable',
  'record_type_missing',
  'record_type_not_available',
  'owner_missing',
  'owner_inactive',
  'queue_not_for_object',
  'match_field_missing',
  'match_field_unsuited',
  'person_accounts_off',
  'host_user_missing',
  'host_user_inactive',
  'required_unsatisfied',
  'too_short',
]);

export function findGaps(setUp: SetUp, problems: readonly Problem[]): Gap[] {
  return problems
    .filter(({ code }) => aboutTheOrg.has(code))
    .map(({ object, field, code, values }) => ({
      object,
      field,
      code,
      values,
      usedBy: usersOf(setUp, object, field),
    }));
}

function usersOf({ fields }: SetUp, object: string | null, field: string | null): string[] {
  if (field !== null && /^(rules|overrides)\./.test(field)) return [field];
  const rows = Object.entries(fields)
    .filter(([name]) => name === object)
    .flatMap(([, some]) => some)
    .filter(({ target }) => field === null || target === field);
  return rows.map(({ source }) =>
    source.kind === 'fixed' || bookingFieldType(source.field) === null ? 'fixed' : source.field,
  );
}
