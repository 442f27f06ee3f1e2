// Fields that Salesforce requires of a new record and that stayed without a value: the booking is parked before it is sent,
// with the field and the phase where it is satisfied. Part of the stage `map`. Pure.
import { isRequired } from '../../salesforce/describe.ts';
import type { FieldDescribe, ObjectDescribe } from '../../salesforce/describe.ts';
import type { PlannedRecord, PlanParked } from '../plan.ts';

/** `isPersonAccount`: then Salesforce makes the Account's name from the person's. */
export function missingFields(
  record: Pick<PlannedRecord, 'id' | 'values'>,
  describe: ObjectDescribe,
  isPersonAccount: boolean,
): FieldDescribe[] {
  if (record.id !== null) return [];
  const has = ({ name, relationshipName }: FieldDescribe): boolean =>
    (record.values[name] ?? null) !== null ||
    (relationshipName !== null && (record.values[relationshipName] ?? null) !== null);
  const required = [...describe.fields.values()].filter((field) =>
    isPersonAccount && (field.name === 'Name' || field.name === 'LastName')
      ? field.name === 'LastName'
      : isRequired(field),
  );
  return required.filter((field) => !has(field));
}

export function requiredFieldProblem(
  sObject: string,
  missing: readonly FieldDescribe[],
): PlanParked['park'] | null {
  const [first] = missing;
  if (first === undefined) return null;
  const names = missing.map(({ name, label }) => `${sObject}.${name} (${label})`).join(', ');
  return {
    code: 'required_field',
    message: `Salesforce requires a value that this booking does not have: ${names}.`,
    fix: `Give ${sObject}.${first.name} a value in Field validation (/setup/field-validation), or make it optional in Salesforce; then press Replay.`,
    field: { object: sObject, name: first.name, label: first.label },
  };
}
