// A rehearsal as the pages show it: record by record, each field with what is there and what was planned.
import type { FieldValue, PlannedRecord } from '../../bookings/plan.ts';
import { isSame } from '../../bookings/map/changed-values.ts';
import { mappedObjects } from '../set-up-document.ts';
import type { Rehearsal } from './rehearse.ts';

export function showRehearsal(
  { outcome, refusal, plan, match, describes, reached, trail }: Rehearsal,
  { apiCalls, instanceOrigin }: { apiCalls: number; instanceOrigin: string },
  left: readonly { sObject: string; id: string }[],
) {
  return {
    outcome: outcome === 'kept' ? ('failed' as const) : outcome,
    apiCalls,
    refusal:
      outcome === 'kept'
        ? {
            object: null,
            field: null,
            code: 'rehearsal_kept',
            message:
              left.length === 0
                ? 'Salesforce saved this rehearsal instead of rolling it back. What it made was deleted again.'
                : `Salesforce saved this rehearsal instead of rolling it back. Still there: ${left.map(({ sObject, id }) => `${sObject} ${id}`).join(', ')}.`,
            ours: null,
            fix: 'Rehearsals are locked now. Tell the operator of Bookbridge.',
          }
        : refusal && {
            object: refusal.object,
            field: refusal.field?.name ?? null,
            code: refusal.code,
            message: refusal.message,
            ours: refusal.field && {
              code: refusal.code,
              values: {
                object: refusal.field.object,
                label: labelOf(refusal.field.object, refusal.field.name),
              },
            },
            fix: refusal.fix,
          },
    records: (plan?.records ?? []).map((record) => ({
      ref: record.ref,
      object: record.sObject,
      action: reached.has(record.ref) ? actionOf(record) : 'not_reached',
      id: record.id,
      name: nameOf(record),
      url: record.id === null ? null : `${instanceOrigin}/${record.id}`,
      fields: fieldsOf(record),
    })),
    // Numbers are used up and messages that leave at once are gone, whatever is rolled back.
    remains: plan === null ? [] : ['auto_numbers', 'platform_events'],
    trail: trail.map(({ stage, code, text }) => ({ stage, code, text })),
  };

  function presentOf(record: PlannedRecord): Readonly<Record<string, FieldValue>> {
    const found = [match?.person, match?.account, match?.case].find((each) => each?.id === record.id);
    return (record.id === null ? null : found?.values) ?? {};
  }

  function labelOf(sObject: string, field: string): string {
    return describes.get(sObject)?.fields.get(field)?.label ?? field;
  }

  function nameOf(record: PlannedRecord): string | null {
    const found = [match?.person, match?.account, match?.case].find((each) => each?.id === record.id);
    if (record.id !== null && found) return found.name;
    const { values } = record;
    const parts = [values['FirstName'], values['LastName']].filter((part) => typeof part === 'string');
    const named = [values['Name'], values['Subject'], values['Subject__c']].find(
      (each) => typeof each === 'string',
    );
    return parts.length > 0 ? parts.join(' ') : typeof named === 'string' ? named : null;
  }

  function fieldsOf(record: PlannedRecord) {
    const present = presentOf(record);
    const isMapped = mappedObjects.some((object) => object === record.sObject);
    const names = new Set([...Object.keys(record.planned), ...Object.keys(record.values)]);
    return [...names].flatMap((name) => {
      const isSent = Object.hasOwn(record.values, name);
      const planned = shown(isSent ? record.values[name] : record.planned[name]);
      // A new record shows what it gets; of the Booking only what says something.
      if (planned === null && !isSent) return [];
      const before = present[name] ?? null;
      return [
        {
          name,
          label: isMapped || describes.get(record.sObject) ? labelOf(record.sObject, name) : name,
          present: before,
          planned,
          changed: isSent && !isSame(before, planned),
        },
      ];
    });
  }
}

function actionOf({ id, values }: PlannedRecord): 'create' | 'update' | 'link' {
  if (id === null) return 'create';
  return Object.keys(values).length > 0 ? 'update' : 'link';
}

/** Ids that stand for new records are Bookbridge's own words and nothing for people. */
function shown(value: PlannedRecord['values'][string] | undefined): FieldValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') {
    const named = Object.entries(value).find(([name]) => name !== 'attributes')?.[1] ?? null;
    return typeof named === 'object' ? null : named;
  }
  const stand = typeof value === 'string' ? /^@\{(\w+)\./.exec(value)?.[1] : undefined;
  return stand === undefined ? value : `(new ${stand === 'personContact' ? 'contact' : stand})`;
}
