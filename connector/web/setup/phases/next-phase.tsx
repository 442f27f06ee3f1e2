// The way on, at the end of every phase: plain when the phase is done, quiet while something is left to do in it.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { useTexts } from '../../texts/texts.tsx';
import { phaseIds, type PhaseId } from '../setup-api.ts';
import { usePhases } from '../setup-queries.ts';
import classes from './next-phase.module.css';
import { phaseTexts } from './phase-words.ts';

export function NextPhase({ current }: { current: PhaseId }) {
  const t = useTexts('setup');
  const phases = usePhases().data?.phases;
  const phase = phases?.find(({ id }) => id === current);
  if (!phases || !phase) return null;
  const next = phaseIds[phaseIds.indexOf(current) + 1];
  const allDone = phases.every(({ state }) => state === 'done');
  const leftOver = phases.find(({ id, state }) => id !== current && state !== 'done');
  // At the end: whatever was skipped on the way, else on to what sends bookings.
  const to = next ?? leftOver?.id;
  return (
    <div className={classes.next} data-narrow={isNarrow(current) || undefined}>
      <Button
        component={Link}
        to={to ? `/setup/${to}` : '/sources'}
        variant={phase.state === 'done' ? 'filled' : 'default'}
        rightSection={<IconArrowRight size={16} stroke={1.9} aria-hidden />}
      >
        {to
          ? t(phase.state === 'done' ? 'next' : 'nextAnyway', { name: t(`names.${phaseTexts[to]}`) })
          : t(allDone ? 'allDone' : 'toSources')}
      </Button>
    </div>
  );
}

/** Their screens have one column for reading. */
const isNarrow = (phase: PhaseId): boolean => phase === 'api-connection' || phase === 'installation';
