// Right after adding: address and secret to paste into the tool, with where to paste them. The secret is never shown again.
import { Button } from '@mantine/core';
import type { Source } from '../api.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Notice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import classes from './new-source.module.css';
import { secretNames } from './source-words.ts';

export function NewSource(props: { source: Source; secret: string; tryOut: boolean; onDone: () => void }) {
  const { source, secret } = props;
  const secretName = secretNames[source.kind];
  return (
    <Card title={`${source.name} is added`} tone="accent">
      <div className={classes.fields}>
        <CopyField label="Address" value={source.address} />
        <CopyField label={secretName} value={secret} />
      </div>
      <Notice
        tone="warn"
        title={`The ${source.kind === 'cal-com' ? 'secret' : 'API key'} is shown only now.`}
      >
        Paste it into {source.kind === 'cal-com' ? 'Cal.com' : 'your tool'} before you leave this page. If it
        is lost, add the source again.
      </Notice>
      {source.kind === 'cal-com' ? <CalComSteps /> : <GenericSteps address={source.address} />}
      {props.tryOut && (
        <p className={classes.detail}>
          In this try-out the address is on this computer, so a tool on the internet cannot reach it. Send a
          sample booking below instead.
        </p>
      )}
      <div>
        <Button variant="default" onClick={props.onDone}>
          Done, hide the {source.kind === 'cal-com' ? 'secret' : 'API key'}
        </Button>
      </div>
    </Card>
  );
}

function CalComSteps() {
  return (
    <div className={classes.how}>
      <h3>In Cal.com</h3>
      <ol className={classes.steps}>
        <li>
          Open <b>Settings → Developer → Webhooks</b> and choose <b>New</b>.
        </li>
        <li>
          Paste the address into <b>Subscriber URL</b> and the secret into <b>Secret</b>.
        </li>
        <li>
          Under <b>Event triggers</b> keep all booking events: created, rescheduled, cancelled, requested,
          rejected. Others do no harm; they are kept and ignored.
        </li>
        <li>
          Choose <b>Ping test</b>, then <b>Save</b>.
        </li>
      </ol>
    </div>
  );
}

function GenericSteps({ address }: { address: string }) {
  return (
    <div className={classes.how}>
      <h3>From your tool</h3>
      <p>
        Post one JSON object per event to the address, with the API key in the header <code>X-API-Key</code>{' '}
        (or <code>Authorization: Bearer …</code>). Types: scheduled, rescheduled, canceled, completed,
        no_show, requested, rejected; the id stays the same in every event about one booking.
      </p>
      <pre className={classes.code}>{`POST ${new URL(address).pathname}
X-API-Key: <API key>
Content-Type: application/json

{
  "type": "scheduled",
  "id": "booking-1",
  "occurredAt": "2030-05-01T08:00:00Z",
  "start": "2030-05-06T09:00:00Z",
  "end": "2030-05-06T09:30:00Z",
  "timeZone": "Europe/Berlin",
  "title": "Intro call",
  "person": { "name": "Ada Example", "email": "ada@example.com" }
}`}</pre>
    </div>
  );
}
