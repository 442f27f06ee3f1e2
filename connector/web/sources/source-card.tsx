// One source: where it posts to, when it last did, a sample booking through it, and removing it.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection, Session, Source } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { SampleBooking } from './sample-booking.tsx';
import classes from './source-card.module.css';
import { useRemoveSource } from './source-queries.ts';
import { kindNames } from './source-words.ts';

export function SourceCard(props: {
  source: Source;
  /** Its address and secret are being shown above. */
  isNew: boolean;
  connection: Connection | null;
  session: Session;
  onRemoved: () => void;
}) {
  const { source } = props;
  const removeSource = useRemoveSource();
  const removeIt = () =>
    removeSource.mutate(source.id, {
      onSuccess: () => {
        announce(`${source.name} removed. You can undo this.`);
        props.onRemoved();
      },
    });
  return (
    <Card
      title={source.name}
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={removeIt}
          loading={removeSource.isPending}
          aria-label={`Remove ${source.name}`}
        >
          Remove
        </Button>
      }
    >
      <dl className={classes.facts}>
        <div>
          <dt>Kind</dt>
          <dd>{kindNames[source.kind]}</dd>
        </div>
        <div>
          <dt>Last event</dt>
          <dd>
            {source.lastEventAt ? <RelativeTime at={source.lastEventAt} lowercase={false} /> : 'None yet'}
          </dd>
        </div>
        <div>
          <dt>Events</dt>
          <dd className={classes.number}>
            {source.events > 0 ? (
              <Link to={`/bookings?source=${encodeURIComponent(source.id)}`}>{source.events}</Link>
            ) : (
              '0'
            )}
          </dd>
        </div>
        <div>
          <dt>Refused</dt>
          <dd className={classes.number}>{source.refused}</dd>
        </div>
      </dl>
      {source.refused > 0 && (
        <p className={classes.detail}>
          Refused means that the {source.kind === 'cal-com' ? 'signature' : 'API key'} or the content was
          wrong. See that the {source.kind === 'cal-com' ? 'secret' : 'API key'} in the tool is the one shown
          when this source was added.
        </p>
      )}
      {!props.isNew && <CopyField label="Address" value={source.address} />}
      {removeSource.isError && (
        <ErrorNotice
          what="The source was not removed."
          why={removeSource.error.message}
          fix={asApiError(removeSource.error).fix}
        />
      )}
      <SampleBooking source={source} connection={props.connection} session={props.session} />
    </Card>
  );
}
