// Checks about user and org in secure mode: any licence and profile will do, so what counts is whether Salesforce lets this user in,
// and that it has no more rights than bookings need. Much of it this user may not read; what its own calls prove counts then.
import { kindOfHost } from '../connection/login-hosts.ts';
import { judgeLooked, pass } from './check.ts';
import type { CheckDefinition, CheckInput, Finding } from './check.ts';
import type { Facts, Looked, SecureFacts } from './facts.ts';
import { orgChecks } from './org-checks.ts';
import { userChecks } from './user-checks.ts';

export const secureUserChecks: readonly CheckDefinition[] = [
  {
    id: 'user_license',
    title: 'User licence',
    // The rights below are what counts; a licence that is too small shows there.
    required: false,
    judge: ({ facts }) =>
      judgeLooked(facts.user, ({ licenseName }) =>
        pass(licenseName ?? 'This user may not read its own licence; its rights are looked at below'),
      ),
  },
  {
    id: 'api_enabled',
    title: 'API Enabled',
    required: true,
    judge: (input) => {
      const without: Finding = {
        status: 'fail',
        found: 'Salesforce refuses API calls of this user, so no booking can be written.',
        fix: {
          text: 'Assign the permission set "Bookbridge API User", which has "API Enabled", then check again.',
          href: input.links.user(input.facts.userId),
          linkLabel: 'Open the user',
        },
      };
      if (input.facts.refusal === 'api_disabled') return without;
      return judgeLooked(rightsOf(input.facts), ({ apiEnabled }) =>
        apiEnabled ? pass('The user has it') : without,
      );
    },
  },
  {
    id: 'api_only_user',
    title: 'API Only User',
    required: false,
    judge: ({ facts }) =>
      judgeLooked(facts.apiOnly, (apiOnly) =>
        pass(
          apiOnly
            ? 'Yes: nobody can log in to pages with this user'
            : 'No: this user may also log in to pages, which only a login in the browser needs',
        ),
      ),
  },
  {
    id: 'least_rights',
    title: 'No more rights than needed',
    required: false,
    judge: ({ facts, links }) =>
      judgeLooked(rightsOf(facts), ({ modifyAllData, viewAllData }) => {
        if (!modifyAllData && !viewAllData) return pass('Neither "View All Data" nor "Modify All Data"');
        const right = modifyAllData ? 'Modify All Data' : 'View All Data';
        return {
          status: 'warn',
          found: `The user has "${right}". Bookings do not need it in secure mode.`,
          fix: {
            text: `Take "${right}" from its profile or permission sets, or give it the profile "Minimum Access - API Only Integrations".`,
            href: links.user(facts.userId),
            linkLabel: 'Open the user',
          },
        };
      }),
  },
  provenByAnswer('user_active', 'Salesforce answers this user, so it is active'),
  provenByAnswer('user_not_frozen', 'Salesforce lets this user in'),
];

export const secureOrgChecks: readonly CheckDefinition[] = orgChecks.map((check) => {
  if (check.id === 'org_kind') return { ...check, judge: judgeKind };
  // Only an edition that has the API answers through it.
  if (check.id === 'edition_api') {
    const proof = 'The API answers; which edition it is, this user may not read';
    return { ...check, judge: (input) => whenUnread(input, input.facts.org, proof, check.judge) };
  }
  return check;
});

/** The rights of secure mode; a user whom Salesforce does not let in has none that could be looked up. */
export function secureOf<K extends keyof SecureFacts>(facts: Facts, name: K): SecureFacts[K] | null {
  return facts.secure === null ? null : facts.secure[name];
}

export function rightsOf(facts: Facts): SecureFacts['rights'] {
  return secureOf(facts, 'rights') ?? { ok: false, why: reasonOf(facts.user) };
}

function reasonOf(fact: Looked<unknown>): string {
  return fact.ok ? 'it was not asked for.' : fact.why;
}

function provenByAnswer(id: string, proof: string): CheckDefinition {
  const standard = userChecks.find((check) => check.id === id);
  if (standard === undefined) throw new Error(`There is no check ${id}`);
  return {
    ...standard,
    judge: (input) =>
      whenUnread(input, id === 'user_active' ? input.facts.user : input.facts.login, proof, standard.judge),
  };
}

/** What this user may not read about itself is proven by the answers to its other questions, if there were any. */
function whenUnread(
  input: CheckInput,
  fact: Looked<unknown>,
  proof: string,
  judge: CheckDefinition['judge'],
): Finding {
  const answered = input.facts.refusal === null && rightsOf(input.facts).ok;
  return !fact.ok && answered ? pass(proof) : judge(input);
}

function judgeKind(input: CheckInput): Finding {
  const { facts, chosenKind, instanceOrigin } = input;
  const [check] = orgChecks.filter(({ id }) => id === 'org_kind');
  if (check === undefined) throw new Error('There is no check org_kind');
  if (facts.org.ok || !rightsOf(facts).ok) return check.judge(input);
  const kind = kindOfHost(instanceOrigin);
  const host = new URL(instanceOrigin).host;
  if (kind !== null) {
    const org = { ok: true, value: { name: host, kind, edition: '' } } as const;
    return check.judge({ ...input, facts: { ...facts, org } });
  }
  return {
    status: 'warn',
    found: `Whether ${host} is a ${chosenKind} org could not be told: this user may not read it, and the address does not say it.`,
    fix: { text: 'Compare the address with the org that you meant.' },
  };
}
