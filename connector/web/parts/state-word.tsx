// A state as one coloured word with a mark, so that colour is never the only sign.
import type { ReactNode } from 'react';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCircle from '@tabler/icons-react/dist/esm/icons/IconCircle.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs';
import IconClock from '@tabler/icons-react/dist/esm/icons/IconClock.mjs';
import classes from './state-word.module.css';
import type { Tone } from './tone.ts';

export type Mark = 'done' | 'waiting' | 'attention' | 'failed' | 'working' | 'none';

const icons = {
  done: IconCircleCheck,
  waiting: IconClock,
  attention: IconAlertTriangle,
  failed: IconCircleX,
  working: IconCircleDashed,
  none: IconCircle,
};

export function StateWord({ tone, mark, children }: { tone: Tone; mark: Mark; children: ReactNode }) {
  const Icon = icons[mark];
  return (
    <span className={classes.word} data-tone={tone}>
      <Icon
        size={16}
        stroke={2}
        aria-hidden
        className={mark === 'working' ? classes.working : classes.icon}
      />
      <span>{children}</span>
    </span>
  );
}
