// /setup itself: leads to the first phase that is not done; when all are, to the mapping, which is changed most often.
import { Navigate } from 'react-router';
import { useTexts } from '../texts/texts.tsx';
import { PhaseSkeleton } from './phases/phase-skeleton.tsx';
import { usePhases } from './setup-queries.ts';

export function SetupHome() {
  const t = useTexts('setup');
  const phases = usePhases();
  if (phases.isPending) return <PhaseSkeleton label={t('loading')} />;
  // Without an answer the first phase says most about why.
  const next = phases.data
    ? (phases.data.phases.find(({ state }) => state !== 'done')?.id ?? 'field-mapping')
    : 'api-connection';
  return <Navigate to={`/setup/${next}`} replace />;
}
