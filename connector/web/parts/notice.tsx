// A boxed message in one of the tones, and the one way an error is shown: what happened, why it matters, what to do.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs';
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import classes from './notice.module.css';
import type { Tone } from './tone.ts';

const icons = {
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  quiet: IconInfoCircle,
};

export function Notice(props: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: 'alert' | 'status' | 'note';
}) {
  const Icon = icons[props.tone];
  return (
    <div className={classes.notice} data-tone={props.tone} role={props.role ?? 'note'}>
      <Icon size={20} stroke={1.8} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        {props.title && <p className={classes.title}>{props.title}</p>}
        {props.children && <div className={classes.text}>{props.children}</div>}
        {props.actions && <div className={classes.actions}>{props.actions}</div>}
      </div>
    </div>
  );
}

export function ErrorNotice(props: {
  what: string;
  why?: string | undefined;
  fix?: string | null | undefined;
  tone?: 'bad' | 'warn';
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Notice tone={props.tone ?? 'bad'} title={props.what} actions={props.actions} role="alert">
      {(props.why || props.fix || props.children) && (
        <>
          {props.why && <p>{props.why}</p>}
          {props.fix && <p>{props.fix}</p>}
          {props.children}
        </>
      )}
    </Notice>
  );
}

/** A list or screen that could not be loaded: says what, gives the cause, and offers to try again. */
export function LoadFailed(props: {
  what: string;
  error: ApiError;
  onRetry: () => void;
  retrying?: boolean;
}) {
  const t = useTexts('frame');
  return (
    <ErrorNotice
      what={props.what}
      why={props.error.message}
      fix={props.error.fix}
      actions={
        <Button variant="default" size="sm" onClick={props.onRetry} loading={props.retrying ?? false}>
          {t('tryAgain')}
        </Button>
      }
    />
  );
}
