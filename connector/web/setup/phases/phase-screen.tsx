// One of the phases 3 to 5: what it is for, what is missing and who can put it right, then its own content. Loads the set-up
// and hands the draft down; keeps "Looks right", saving and another admin's changes at hand.
import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Session } from '../../api.ts';
import { announce } from '../../parts/announce.ts';
import { LoadFailed, Notice } from '../../parts/notice.tsx';
import { Screen } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { DraftProvider, useDraft } from '../draft/draft.tsx';
import { SaveBar } from '../draft/save-bar.tsx';
import { CarryOverNotice } from '../history/carry-over-notice.tsx';
import { RehearsalPanel } from '../rehearsal/rehearsal-panel.tsx';
import type { PhaseId } from '../setup-api.ts';
import { useConfirmPhase, usePhases, useSetUp } from '../setup-queries.ts';
import { PhaseSkeleton } from './phase-skeleton.tsx';
import { phaseTexts, usePhaseWords } from './phase-words.ts';

/** The phases that are settings of ours, and so are saved and looked over. */
export type SettingPhase = Extract<PhaseId, 'field-validation' | 'field-mapping' | 'creation-rules'>;

export function PhaseScreen(props: {
  session: Session;
  phase: SettingPhase;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useTexts('setup');
  const setUp = useSetUp();
  const title = t(`names.${phaseTexts[props.phase]}`);
  const workspaceId = props.session.workspace?.id ?? '';
  if (setUp.isPending) return <PhaseSkeleton label={t('loading')} />;
  if (!setUp.data) {
    return (
      <Screen title={title} wide>
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(setUp.error)}
          onRetry={() => void setUp.refetch()}
          retrying={setUp.isFetching}
        />
      </Screen>
    );
  }
  return (
    <DraftProvider workspaceId={workspaceId} answer={setUp.data} saved={t('saved')}>
      <Screen wide title={title} lead={t(`purposes.${phaseTexts[props.phase]}`)} actions={props.actions}>
        <CarryOverNotice />
        <Missing phase={props.phase} />
        {props.children}
        <RehearsalPanel />
        <SaveBar />
      </Screen>
    </DraftProvider>
  );
}

function Missing({ phase: id }: { phase: SettingPhase }) {
  const t = useTexts('setup');
  const { answer } = useDraft();
  const { tellMissing } = usePhaseWords();
  const known = usePhases().data?.phases ?? answer.phases;
  const phase = useMemo(() => known.find((one) => one.id === id), [known, id]);
  if (!phase || phase.state === 'done') return null;
  const [first] = phase.missing;
  if (phase.missing.length === 1 && first?.code === 'not_confirmed') return <Confirm phase={id} />;
  const missing = phase.missing.filter(({ code }) => code !== 'not_confirmed');
  if (missing.length === 0) return null;
  return (
    <Notice
      tone={phase.state === 'broken' ? 'bad' : phase.state === 'blocked' ? 'info' : 'warn'}
      title={t(`stateTitles.${phase.state}`)}
      role="status"
      actions={
        phase.state === 'blocked' && (
          <Button component={Link} to="/setup/api-connection" size="sm">
            {t('toConnection')}
          </Button>
        )
      }
    >
      {missing.map((one) => (
        <p key={one.code}>
          {tellMissing(one)} {t(`who.${one.who}`)}
        </p>
      ))}
    </Notice>
  );
}

function Confirm({ phase }: { phase: SettingPhase }) {
  const t = useTexts('setup');
  const { answer, lines } = useDraft();
  const confirm = useConfirmPhase();
  // Saving says the same.
  if (lines.length > 0) return null;
  return (
    <Notice
      tone="info"
      role="status"
      title={t('confirm.title')}
      actions={
        <Button
          size="sm"
          loading={confirm.isPending}
          onClick={() =>
            confirm.mutate(
              { phase, revision: answer.revision },
              { onSuccess: () => announce(t('confirm.done')) },
            )
          }
        >
          {t('confirm.button')}
        </Button>
      }
    >
      <p>{t(`confirm.${phaseTexts[phase]}`)}</p>
      {confirm.isError && <p role="alert">{t('confirm.failed', { why: confirm.error.message })}</p>}
    </Notice>
  );
}
