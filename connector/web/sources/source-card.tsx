// One source: how it goes, what it waits for, what was refused, and everything that can be done with it.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Connection, Session } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { RelativeTime, useRelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { EarlierBookings } from './earlier-bookings.tsx';
import { FileImport } from './file-import.tsx';
import { RefusalList } from './refusal-list.tsx';
import { SampleBooking } from './sample-booking.tsx';
import { SecretForm } from './secret-form.tsx';
import classes from './source-card.module.css';
import { usePauseSource, useRemoveSource, useResumeSource } from './source-queries.ts';
import { SourceSettings } from './source-settings.tsx';
import { FirstEvent, SourceState } from './source-state.tsx';
import type { Source } from './sources-api.ts';
import { ToolSteps } from './tool-steps.tsx';

type CardProps = {
  source: Source;
  /** Its address and secret are being shown above. */
  isNew: boolean;
  connection: Connection | null;
  session: Session;
  onRemoved: () => void;
};

export function SourceCard(props: CardProps) {
  const { source, isNew } = props;
  const t = useTexts('sources');
  const relative = useRelativeTime();
  return (
    <Card title={source.name} aside={<SourceActions source={source} onRemoved={props.onRemoved} />}>
      <SourceState source={source} />
      <SourceFacts source={source} />
      {source.pausedAt !== null && (
        <Notice tone="warn" title={t('card.pausedTitle', { when: relative(source.pausedAt) })}>
          {t('card.pausedText', { held: source.held })}
        </Notice>
      )}
      {!isNew && source.awaitsSecret && <SecretForm source={source} />}
      {source.pausedAt === null && !source.awaitsSecret && <FirstEvent source={source} />}
      {!isNew && <CopyField label={t('added.address')} value={source.address} />}
      <div className={classes.folds}>
        {source.refusals.length > 0 && (
          <Fold summary={t('refusals.summary', { count: source.refused })}>
            <RefusalList source={source} />
          </Fold>
        )}
        {source.eventTypes.length > 0 && (
          <Fold summary={t('eventTypes.summary', { count: source.eventTypes.length })}>
            <EventTypes source={source} />
          </Fold>
        )}
        {!isNew && (
          <Fold
            summary={
              source.kind === 'generic' ? t('howToSend') : t('howTo', { tool: t(`kinds.${source.kind}`) })
            }
          >
            <ToolSteps source={source} heading={null} />
          </Fold>
        )}
        <Fold summary={t('settings.summary')}>
          <SourceSettings source={source} />
        </Fold>
        {source.api !== null && <EarlierBookings source={source} api={source.api} />}
        {source.kind === 'generic' && <FileImport source={source} />}
      </div>
      {!source.awaitsSecret && source.pausedAt === null && (
        <SampleBooking source={source} connection={props.connection} session={props.session} />
      )}
    </Card>
  );
}

function SourceActions({ source, onRemoved }: { source: Source; onRemoved: () => void }) {
  const t = useTexts('sources');
  const remove = useRemoveSource();
  const pause = usePauseSource();
  const resume = useResumeSource();
  const { id, name } = source;
  const isPaused = source.pausedAt !== null;
  const failed = remove.error ?? pause.error ?? resume.error;
  // Not by a callback of `mutate`: the fresh list takes this card away before it would be called.
  const removeNow = async () => {
    try {
      await remove.mutateAsync(id);
    } catch {
      // Shown below.
      return;
    }
    announce(t('card.removed', { name }));
    onRemoved();
  };
  return (
    <>
      <div className={classes.actions}>
        <Button
          variant={isPaused ? 'default' : 'subtle'}
          color="gray"
          size="compact-sm"
          loading={pause.isPending || resume.isPending}
          aria-label={isPaused ? t('card.resumeNamed', { name }) : t('card.pauseNamed', { name })}
          onClick={() =>
            isPaused
              ? resume.mutate(id, { onSuccess: () => announce(t('card.resumed', { name })) })
              : pause.mutate(id, { onSuccess: () => announce(t('card.paused', { name })) })
          }
        >
          {isPaused ? t('card.resume') : t('card.pause')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          loading={remove.isPending}
          aria-label={t('card.removeNamed', { name })}
          onClick={() => void removeNow()}
        >
          {t('card.remove')}
        </Button>
      </div>
      {failed && (
        <ErrorNotice
          what={remove.isError ? t('card.removeFailed') : t('card.pauseFailed')}
          why={failed.message}
          fix={asApiError(failed).fix}
        />
      )}
    </>
  );
}

function SourceFacts({ source }: { source: Source }) {
  const t = useTexts('sources');
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('card.kind')}</dt>
        <dd>{t(`kinds.${source.kind}`)}</dd>
      </div>
      <div>
        <dt>{t('card.last')}</dt>
        <dd>
          {source.lastEventAt ? <RelativeTime at={source.lastEventAt} lowercase={false} /> : t('card.none')}
        </dd>
      </div>
      <div>
        <dt>{t('card.events')}</dt>
        <dd className={classes.number}>
          {source.events > 0 ? (
            <Link to={`/bookings?source=${encodeURIComponent(source.id)}`}>{source.events}</Link>
          ) : (
            '0'
          )}
        </dd>
      </div>
      {source.held > 0 && (
        <div>
          <dt>{t('card.held')}</dt>
          <dd className={classes.number}>{source.held}</dd>
        </div>
      )}
      <div>
        <dt>{t('card.refused')}</dt>
        <dd className={classes.number}>{source.refused}</dd>
      </div>
    </dl>
  );
}

function EventTypes({ source }: { source: Source }) {
  const t = useTexts('sources');
  return (
    <>
      <ul className={classes.types}>
        {source.eventTypes.map(({ key, name, bookings }) => (
          <li key={key}>
            <span>{name}</span>
            <span className={classes.number}>{t('eventTypes.count', { count: bookings })}</span>
          </li>
        ))}
      </ul>
      <p className={classes.detail}>{t('eventTypes.hint')}</p>
    </>
  );
}
