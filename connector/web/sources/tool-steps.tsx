// Where in the tool the address and the secret go, in the tool's own words; for Calendly, which has no page for it, the command.
import { ExternalLink } from '../parts/external-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './new-source.module.css';
import { richText } from './rich-text.tsx';
import type { Source } from './sources-api.ts';

const steps = ['one', 'two', 'three', 'four'] as const;

/** `secret`: only right after it was made; later the command has a blank for it. */
export function ToolSteps({
  source,
  secret,
  heading,
}: {
  source: Source;
  secret?: string;
  heading: 'h3' | null;
}) {
  const t = useTexts('sources');
  const { kind, address } = source;
  const tool = t(`kinds.${kind}`);
  const title = kind === 'generic' ? t('steps.generic') : t('steps.title', { tool });
  return (
    <div className={classes.how}>
      {heading && <h3>{title}</h3>}
      {kind === 'generic' ? (
        <>
          <p>{t.rich('steps.genericText', richText)}</p>
          <pre className={classes.code}>{genericExample(address)}</pre>
        </>
      ) : (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step}>{t.rich(`steps.${kind}.${step}`, richText)}</li>
          ))}
        </ol>
      )}
      {kind === 'calendly' && <pre className={classes.code}>{calendlyCommand(address, secret)}</pre>}
      {(kind === 'generic' || kind === 'standard-webhooks') && (
        <p>
          <ExternalLink href="/docs/api">{t('steps.docs')}</ExternalLink>
        </p>
      )}
    </div>
  );
}

/** https://developer.calendly.com/api-docs (create-webhook-subscription) */
function calendlyCommand(address: string, secret: string | undefined): string {
  const body = {
    url: address,
    events: ['invitee.created', 'invitee.canceled', 'invitee_no_show.created', 'invitee_no_show.deleted'],
    organization: '<ORGANIZATION>',
    user: '<USER>',
    scope: 'organization',
    signing_key: secret ?? '<SIGNING KEY>',
  };
  return [
    'curl https://api.calendly.com/webhook_subscriptions \\',
    "  -H 'Authorization: Bearer <TOKEN>' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body, null, 2)}'`,
  ].join('\n');
}

function genericExample(address: string): string {
  const event = {
    type: 'scheduled',
    id: 'booking-1',
    occurredAt: '2030-05-01T08:00:00Z',
    start: '2030-05-06T09:00:00Z',
    end: '2030-05-06T09:30:00Z',
    timeZone: 'Europe/Berlin',
    title: 'Intro call',
    person: { name: 'Ada Example', email: 'ada@example.com' },
  };
  return [
    `POST ${new URL(address).pathname}`,
    'X-API-Key: <API key>',
    'Content-Type: application/json',
    '',
    JSON.stringify(event, null, 2),
  ].join('\n');
}
