// After a switch to another org: field by field what it lacks for this set-up, the way to each, and the upcoming bookings that
// were written to the other one.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { announce } from '../../parts/announce.ts';
import { LoadFailed, Notice } from '../../parts/notice.tsx';
import { Card, Screen } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useLineWords } from '../draft/line-words.tsx';
import { useBookingFieldWords } from '../fields/booking-field-words.ts';
import { useProblemWords } from '../fields/problem-words.ts';
import { PhaseSkeleton } from '../phases/phase-skeleton.tsx';
import { useSetUp } from '../setup-queries.ts';
import type { GapsAnswer } from './history-api.ts';
import { useCarryOver, useGaps, useWriteAnew } from './history-queries.ts';
import classes from './history.module.css';

export function CarryOverScreen() {
  const t = useTexts('setUpHistory');
  const tSetup = useTexts('setup');
  const gaps = useGaps();
  if (gaps.isPending) return <PhaseSkeleton label={tSetup('loading')} />;
  return (
    <Screen title={t('carry.title')} lead={t('carry.lead')} wide>
      {gaps.isError ? (
        <LoadFailed
          what={t('carry.failed')}
          error={asApiError(gaps.error)}
          onRetry={() => void gaps.refetch()}
          retrying={gaps.isFetching}
        />
      ) : (
        <Gaps answer={gaps.data} />
      )}
    </Screen>
  );
}

function Gaps({ answer }: { answer: GapsAnswer }) {
  const t = useTexts('setUpHistory');
  const org = answer.to?.name ?? '';
  if (!answer.to || !answer.connected) return <Notice tone="info" title={t('carry.unconnected')} />;
  return (
    <>
      {!answer.switched && answer.gaps.length === 0 && <Notice tone="good" title={t('carry.notSwitched')} />}
      {answer.switched && answer.from && <p>{t('carry.notice', { from: answer.from.name, to: org })}</p>}
      {answer.switched && answer.gaps.length === 0 && <Notice tone="good" title={t('carry.nothing')} />}
      {answer.gaps.length > 0 && (
        <Card title={t('carry.count', { count: answer.gaps.length, org })}>
          <ul className={classes.gaps}>
            {answer.gaps.map((gap) => (
              <Gap key={`${gap.object}.${gap.field}.${gap.code}`} gap={gap} />
            ))}
          </ul>
        </Card>
      )}
      <Elsewhere answer={answer} org={org} />
      {answer.switched && <Accept org={org} />}
    </>
  );
}

function Gap({ gap }: { gap: GapsAnswer['gaps'][number] }) {
  const t = useTexts('setUpHistory');
  const tell = useProblemWords();
  const { tellTarget, tellPath } = useLineWords();
  const { tellField } = useBookingFieldWords();
  const isRule = gap.object === null;
  const names = gap.usedBy.map((used) =>
    used === 'fixed'
      ? t('carry.fixed')
      : /^(rules|overrides)\./.test(used)
        ? tellPath(used, null)
        : tellField(used),
  );
  const to = isRule
    ? '/setup/creation-rules'
    : `/setup/${gap.code.startsWith('required') ? 'field-validation' : 'field-mapping'}?object=${gap.object}`;
  const what = gap.object !== null && gap.field !== null ? tellTarget(gap.object, gap.field) : '';
  return (
    <li className={classes.gap}>
      <div>
        {what !== '' && <span className={classes.what}>{what}</span>}
        <p>{tell({ ...gap, phase: 'field-mapping', blocks: true })}</p>
        {(isRule || names.length > 0) && (
          <p className={classes.quiet}>
            {isRule ? t('carry.usedByRules') : t('carry.usedBy', { names: names.join(', ') })}
          </p>
        )}
      </div>
      <Button component={Link} to={to} size="xs" variant="default" aria-label={`${t('carry.fix')}: ${what}`}>
        {t('carry.fix')}
      </Button>
    </li>
  );
}

function Elsewhere({ answer, org }: { answer: GapsAnswer; org: string }) {
  const t = useTexts('setUpHistory');
  const anew = useWriteAnew();
  const upcoming = answer.elsewhere.reduce((sum, one) => sum + one.upcoming, 0);
  if (anew.data)
    return <Notice tone="good" role="status" title={t('carry.anewDone', { count: anew.data.count })} />;
  if (answer.elsewhere.length === 0) return null;
  return (
    <Notice
      tone="info"
      title={t('carry.elsewhere', { upcoming })}
      actions={
        upcoming > 0 && (
          <Button size="sm" loading={anew.isPending} onClick={() => anew.mutate()}>
            {t('carry.anew', { count: upcoming, org })}
          </Button>
        )
      }
    >
      {anew.isError && <p role="alert">{t('carry.actionFailed', { why: anew.error.message })}</p>}
    </Notice>
  );
}

function Accept({ org }: { org: string }) {
  const t = useTexts('setUpHistory');
  const setUp = useSetUp();
  const carryOver = useCarryOver();
  return (
    <Notice
      tone="quiet"
      actions={
        <Button
          size="sm"
          variant="default"
          disabled={!setUp.data}
          loading={carryOver.isPending}
          onClick={() =>
            carryOver.mutate(setUp.data?.revision ?? 0, { onSuccess: () => announce(t('carry.accepted')) })
          }
        >
          {t('carry.accept', { org })}
        </Button>
      }
    >
      <p>{t('carry.acceptLead')}</p>
      {carryOver.isError && <p role="alert">{t('carry.actionFailed', { why: carryOver.error.message })}</p>}
    </Notice>
  );
}
