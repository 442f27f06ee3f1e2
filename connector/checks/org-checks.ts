// Checks about the org: its kind, whether its edition has the API, and how many API calls of the day are left.
import { judgeLooked, pass } from './check.ts';
import type { CheckDefinition, Finding } from './check.ts';

// https://help.salesforce.com/s/articleView?id=000385436: these editions include the API, Professional only as an extra.
const editionsWithApi = new Set([
  'Enterprise Edition',
  'Unlimited Edition',
  'Performance Edition',
  'Developer Edition',
  'Database.com Edition',
]);

/** Below this share the org's other programs may leave none for bookings. */
const fewCallsLeft = 0.1;

export const orgChecks: readonly CheckDefinition[] = [
  {
    id: 'org_kind',
    title: 'Kind of org',
    required: true,
    judge: ({ facts, chosenKind }) =>
      judgeLooked(facts.org, (org) => {
        if (org.kind === chosenKind) return pass(`${org.name} is a ${org.kind} org, as chosen`);
        return {
          status: 'fail',
          found: `${org.name} is a ${org.kind} org, but ${chosenKind} was chosen. Bookings would land where nobody expects them.`,
          fix: {
            text: `Disconnect, choose ${org.kind === 'sandbox' ? 'Sandbox' : 'Production'}, and connect again; or log in to the right org.`,
          },
        };
      }),
  },
  {
    id: 'edition_api',
    title: 'Edition with API',
    required: true,
    judge: ({ facts, links }) =>
      judgeLooked(facts.org, ({ edition }): Finding => {
        if (editionsWithApi.has(edition)) return pass(edition);
        const professional = edition === 'Professional Edition';
        return {
          // Salesforce has just answered through the API, so Professional has bought it; it can end with the contract.
          status: professional ? 'warn' : 'fail',
          found: professional
            ? `${edition}: the API is an extra here. It answers now.`
            : `${edition} does not include the API that bookings need.`,
          fix: {
            text: 'Ask Salesforce for the API or for another edition, then check again.',
            href: links.companyInformation(),
            linkLabel: 'Open company information',
          },
        };
      }),
  },
  {
    id: 'api_calls_left',
    title: 'API calls left today',
    // When none are left, bookings pause and go on by themselves: nobody has to check again for that.
    required: false,
    judge: ({ facts, links }) => {
      if (facts.usage === null) {
        return judgeLooked<never>({ ok: false, why: 'Salesforce sent no usage.' }, () => pass(''));
      }
      const { used, max } = facts.usage;
      const left = Math.max(0, max - used);
      const found = `${count(left)} of ${count(max)} left in the rolling 24 hours`;
      if (left > max * fewCallsLeft) return pass(found);
      return {
        status: left === 0 ? 'fail' : 'warn',
        found: left === 0 ? `${found}. Bookings wait until calls are free again.` : found,
        fix: {
          text: 'Company information shows the limit; the API usage reports show which program uses it.',
          href: links.companyInformation(),
          linkLabel: 'Open company information',
        },
      };
    },
  },
];

function count(number: number): string {
  return number.toLocaleString('en-US');
}
