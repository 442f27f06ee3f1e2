// The running or last installation: each step with how far it is, the components that went in, and each refusal in Salesforce's
// words and ours.
import { Button, Progress } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { announce } from '../parts/announce.ts';
import { Fold } from '../parts/fold.tsx';
import { Notice } from '../parts/notice.tsx';
import { RelativeTime, useRelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord, type Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { useTexts } from '../texts/texts.tsx';
import type { InstallationJob, InstalledComponent, InstallStep } from './installation-api.ts';
import classes from './installation.module.css';

const marks: Record<InstallStep['state'], { tone: Tone; mark: Mark }> = {
  waiting: { tone: 'quiet', mark: 'waiting' },
  running: { tone: 'info', mark: 'working' },
  done: { tone: 'good', mark: 'done' },
  failed: { tone: 'bad', mark: 'failed' },
  skipped: { tone: 'quiet', mark: 'none' },
};

export function JobProgress(props: { job: InstallationJob; onAgain: (() => void) | undefined }) {
  const t = useTexts('installation.job');
  const tell = useRelativeTime();
  const { job } = props;
  const before = useRef(job.state);
  const words = { running: t('running'), done: t('done'), failed: t('failed') }[job.state];
  useEffect(() => {
    if (before.current === job.state) return;
    before.current = job.state;
    announce(words);
  }, [job.state, words]);
  return (
    <Card
      title={words}
      aside={
        <small className={classes.found}>
          <RelativeTime at={job.startedAt} />
        </small>
      }
    >
      <p className={classes.found}>
        {t('by', { by: job.startedBy, when: tell(job.startedAt) })} {job.state === 'running' && t('leave')}
      </p>
      <ol className={classes.steps} aria-busy={job.state === 'running'}>
        {job.steps.map((step) => (
          <Step key={step.what} step={step} />
        ))}
      </ol>
      {job.state === 'failed' && (
        <div className={classes.actions}>
          <span className={classes.found}>{t('failedKept')}</span>
          {props.onAgain && (
            <Button size="sm" variant="default" onClick={props.onAgain}>
              {t('again')}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function Step({ step }: { step: InstallStep }) {
  const t = useTexts('installation.job');
  const layout = /^layout:Event-(.+)$/.exec(step.what)?.[1];
  const name =
    layout !== undefined
      ? t('steps.layout', { name: layout })
      : t(step.what === 'permission_set' ? 'steps.permission_set' : 'steps.app');
  const failures = step.components.filter(({ state }) => state === 'failed');
  const count = (state: InstalledComponent['state']) =>
    step.components.filter((component) => component.state === state).length;
  return (
    <li className={classes.step} data-step={step.what} data-state={step.state}>
      <div className={classes.rowHead}>
        <h3 className={classes.rowTitle}>{name}</h3>
        <StateWord {...marks[step.state]}>{t(`states.${step.state}`)}</StateWord>
      </div>
      {step.total > 0 && (
        <>
          <Progress
            value={(100 * step.done) / step.total}
            aria-label={t('progressLabel', { step: name })}
            {...(step.state === 'failed' && { color: 'red' })}
          />
          <p className={classes.found}>
            {t('progress', { done: step.done, total: step.total })}
            {step.state === 'done' &&
              ` · ${t('components', {
                created: count('created'),
                changed: count('changed'),
                unchanged: count('unchanged'),
              }).trim()}`}
          </p>
        </>
      )}
      {step.problem && (
        <Notice tone="bad" title={step.problem.message}>
          <p>{step.problem.fix}</p>
        </Notice>
      )}
      {failures.length > 0 && (
        <ul className={classes.failures}>
          {failures.map((component) => (
            <Failure key={`${component.type} ${component.name} ${component.problem}`} component={component} />
          ))}
        </ul>
      )}
      {step.components.length > failures.length && (
        <Fold summary={t('allComponents')}>
          <ul className={classes.components}>
            {step.components.map((component) => (
              <li key={`${component.type} ${component.name} ${component.problem}`}>
                {component.name} <small>{component.type}</small> · {t(`componentStates.${component.state}`)}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </li>
  );
}

function Failure({ component }: { component: InstalledComponent }) {
  const t = useTexts('installation.job');
  return (
    <li>
      <p>
        <strong>{component.name}</strong> <small>{component.type}</small>{' '}
        {component.line !== null && t('line', { line: component.line })}
      </p>
      <p>{t('salesforceSays', { problem: component.problem ?? '' })}</p>
      <p className={classes.found}>{t(`refusals.${component.kind ?? 'other'}`)}</p>
    </li>
  );
}
