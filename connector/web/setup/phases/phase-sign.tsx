// The sign of a phase: its number while it is to do, a tick, a lock, or a warning. Each has another shape.
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import type { Phase } from '../setup-api.ts';
import { phaseSigns } from './phase-words.ts';
import classes from './phase-sign.module.css';

export function PhaseSign({ number, state }: { number: number; state: Phase['state'] | undefined }) {
  return (
    <span
      className={classes.sign}
      data-tone={state ? phaseSigns[state].tone : 'quiet'}
      data-state={state}
      aria-hidden
    >
      {state === 'done' && <IconCheck size={16} stroke={2.6} />}
      {state === 'blocked' && <IconLock size={15} stroke={2} />}
      {state === 'broken' && <IconAlertTriangle size={16} stroke={2} />}
      {(state === 'open' || state === undefined) && number}
    </span>
  );
}
