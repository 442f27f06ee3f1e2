// The set-up's own frame: the five phases on the left (on a phone: above), one of them open on the right, below it the way
// to the next. Each phase brings its own screen.
import { Suspense } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useTexts } from '../texts/texts.tsx';
import { NextPhase } from './phases/next-phase.tsx';
import { PhaseSkeleton } from './phases/phase-skeleton.tsx';
import { Stepper } from './phases/stepper.tsx';
import { phaseId } from './setup-api.ts';
import classes from './setup-frame.module.css';

export function SetupFrame() {
  const t = useTexts('setup');
  const { pathname } = useLocation();
  const current = phaseId.safeParse(pathname.split('/')[2]).data ?? null;
  return (
    <div className={classes.frame}>
      <Stepper current={current} />
      <div className={classes.phase}>
        <Suspense fallback={<PhaseSkeleton label={t('loading')} />}>
          <Outlet />
        </Suspense>
        {current && <NextPhase current={current} />}
      </div>
    </div>
  );
}
