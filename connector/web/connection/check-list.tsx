// The checks: mark, what was looked at, what was found; where it did not pass, the fix with one link into Setup.
import { Button } from '@mantine/core';
import type { Check, Connection } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ExternalButton } from '../parts/external-link.tsx';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs';
import IconHelpCircle from '@tabler/icons-react/dist/esm/icons/IconHelpCircle.mjs';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import type { Tone } from '../parts/tone.ts';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './check-list.module.css';
import { useCheckAgain } from './connection-queries.ts';

const marks: Record<Check['status'], { tone: Tone; Icon: typeof IconCircleCheck }> = {
  pass: { tone: 'good', Icon: IconCircleCheck },
  warn: { tone: 'warn', Icon: IconAlertTriangle },
  fail: { tone: 'bad', Icon: IconCircleX },
  unknown: { tone: 'quiet', Icon: IconHelpCircle },
};

export function CheckList({ connection }: { connection: Connection }) {
  const t = useTexts('connection.checks');
  const tellResult = useResultWords();
  const checkAgain = useCheckAgain();
  const again = () =>
    checkAgain.mutate(undefined, { onSuccess: (answer) => announce(tellResult(answer.connection.checks)) });
  return (
    <Card
      title={tellResult(connection.checks)}
      aside={
        <div className={classes.aside}>
          {connection.checkedAt && (
            <span className={classes.checked}>
              {t('checkedAt')} <RelativeTime at={connection.checkedAt} />
            </span>
          )}
          <Button
            variant="default"
            size="sm"
            leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
            loading={checkAgain.isPending}
            onClick={again}
          >
            {t('again')}
          </Button>
        </div>
      }
    >
      {checkAgain.isError && (
        <ErrorNotice
          what={t('notRun')}
          why={checkAgain.error.message}
          fix={asApiError(checkAgain.error).fix}
        />
      )}
      <ul className={classes.list} aria-busy={checkAgain.isPending}>
        {openFirst(connection.checks).map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </ul>
    </Card>
  );
}

/** Of twenty checks the one that failed must not be the last on the page. */
function openFirst(checks: readonly Check[]): Check[] {
  const order: Check['status'][] = ['fail', 'unknown', 'warn', 'pass'];
  return checks.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
}

function CheckRow({ check }: { check: Check }) {
  const t = useTexts('connection.checks');
  const { tone, Icon } = marks[check.status];
  return (
    <li className={classes.row} data-tone={tone} data-check={check.id} data-status={check.status}>
      <Icon size={22} stroke={1.8} aria-hidden className={classes.mark} />
      <div className={classes.body}>
        <p className={classes.title}>
          {check.title}
          <span className={check.status === 'pass' ? 'visually-hidden' : classes.word}>
            {t(`status.${check.status}`)}
            {check.status !== 'pass' && !check.required && t('notRequired')}
          </span>
        </p>
        <p className={classes.found}>{check.found}</p>
        {check.status !== 'pass' && check.fix && (
          <div className={classes.fix}>
            <p>{check.fix.text}</p>
            {check.fix.href && (
              <ExternalButton href={check.fix.href}>{check.fix.linkLabel ?? t('open')}</ExternalButton>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function useResultWords(): (checks: Check[]) => string {
  const t = useTexts('connection.checks');
  return (checks) => {
    const count = checks.length;
    const passed = checks.filter(({ status }) => status === 'pass').length;
    const failed = checks.filter(({ status }) => status === 'fail').length;
    if (count === 0) return t('none');
    if (passed === count) return t('all', { count });
    return failed > 0 ? t('failed', { failed, count }) : t('some', { passed, count });
  };
}
