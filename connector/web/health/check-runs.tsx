// What the checks of the connection found, over time; runs in a row that found the same stand as one.
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import type { CheckRun } from './health-api.ts';
import classes from './health.module.css';

export function CheckRuns({ runs }: { runs: CheckRun[] }) {
  const t = useTexts('health');
  return (
    <Card title={t('checks.title')}>
      <p className={classes.quiet}>{runs.length === 0 ? t('checks.none') : t('checks.lead')}</p>
      {runs.length > 0 && (
        <ul className={classes.runs}>
          {runs.map((run) => (
            <Run key={run.to} run={run} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Run({ run }: { run: CheckRun }) {
  const t = useTexts('health');
  const others = run.others.length;
  const isBad = run.others.some(({ status }) => status === 'fail');
  return (
    <li className={classes.run}>
      <span>
        <RelativeTime at={run.to} lowercase={false} />
        {run.runs > 1 && (
          <span className={classes.next}>
            {' · '}
            {t('checks.runs', { runs: run.runs })} <RelativeTime at={run.from} />
          </span>
        )}
      </span>
      <StateWord
        tone={others === 0 ? 'good' : isBad ? 'bad' : 'warn'}
        mark={others === 0 ? 'done' : isBad ? 'failed' : 'attention'}
      >
        {others === 0 ? (
          t('checks.allPassed', { passed: run.passed })
        ) : (
          <>
            {t('checks.others', { others, all: run.passed + others })}{' '}
            <span lang="en">{run.others.map(({ title }) => title).join(', ')}</span>
          </>
        )}
      </StateWord>
    </li>
  );
}
