// What the last look at the org found, as checks beside those of the connection. None of them is required: bookings that
// nothing is wrong with go on being written.
import type { Check } from '../../checks/check.ts';
import { setupLinks } from '../../checks/setup-links.ts';
import type { Db } from '../../store/schema.ts';
import { fieldKeyOf, tellProblem } from '../problem-words.ts';
import type { Problem } from '../problems/problem.ts';
import { readLastLook } from './last-look.ts';
import type { LastLook } from './last-look.ts';
import type { OtherSync } from './other-syncs.ts';

export async function readSetUpChecks(
  db: Db,
  workspaceId: string,
  org: { id: string; instanceOrigin: string },
): Promise<Check[]> {
  const look = await readLastLook(db, workspaceId, org.id);
  return look ? judgeLook(look, org.instanceOrigin) : [];
}

export function judgeLook({ problems, otherSyncs }: LastLook, instanceOrigin: string): Check[] {
  const required = problems.filter(({ phase }) => phase === 'field-validation');
  const others = problems.filter(({ phase }) => phase !== 'field-validation');
  return [
    {
      id: 'required_fields',
      title: 'Required fields',
      required: false,
      ...judgeRequired(required, instanceOrigin),
    },
    { id: 'set_up_fits', title: 'Fields and rules of the set-up', required: false, ...judgeOthers(others) },
    ...(otherSyncs === null
      ? []
      : [
          {
            id: 'other_calendar_sync',
            title: 'Other calendar syncs',
            required: false,
            ...judgeOtherSyncs(otherSyncs, instanceOrigin),
          },
        ]),
  ];
}

type Finding = Pick<Check, 'status' | 'found' | 'fix'>;

function judgeRequired(problems: readonly Problem[], instanceOrigin: string): Finding {
  if (problems.length === 0) return { status: 'pass', found: 'Each has a value.' };
  const object = problems[0]?.object ?? 'Lead';
  return {
    status: 'fail',
    found: `Salesforce requires ${listOf(problems.map(fieldKeyOf))}, and bookings give nothing for it. They would be parked.`,
    fix: {
      text: 'Give it a value under Field validation, or a default value in Salesforce.',
      href: setupLinks(instanceOrigin).objectFields(object),
      linkLabel: `Open the fields of ${object}`,
    },
  };
}

function judgeOthers(problems: readonly Problem[]): Finding {
  const [first] = problems;
  if (!first) return { status: 'pass', found: 'The org has everything that is set.' };
  const rest = problems.length - 1;
  const more = rest === 0 ? '' : rest === 1 ? ' One more does not fit.' : ` ${rest} more do not fit.`;
  return {
    status: 'fail',
    found: `${fieldKeyOf(first)}: ${tellProblem(first)}${more}`,
    fix: { text: 'Look at what is marked under Field mapping and Creation rules.' },
  };
}

function judgeOtherSyncs(syncs: readonly OtherSync[], instanceOrigin: string): Finding {
  const [first] = syncs;
  if (!first) return { status: 'pass', found: 'No other Events of the same meetings were seen.' };
  const doubled = syncs.reduce((sum, one) => sum + one.doubled, 0);
  return {
    status: 'warn',
    found: `${doubled} of the last ${first.compared} meetings have a second Event, made by ${listOf(syncs.map(({ creator }) => creator))}. Another calendar sync seems to write to this org.`,
    fix: {
      text: 'Let one of the two write Events: switch the other sync off for these people, or choose "no Event" under Creation rules.',
      href: `${instanceOrigin}/${first.eventId}`,
      linkLabel: 'Open one of these Events',
    },
  };
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
