// The five phases, always in sight: where each stands (sign and word), what is done in it, which one is open. On a phone a
// row of five signs with their names.
import { NavLink } from 'react-router';
import { StateWord } from '../../parts/state-word.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { phaseIds, type Phase, type PhaseId } from '../setup-api.ts';
import { usePhases } from '../setup-queries.ts';
import { PhaseSign } from './phase-sign.tsx';
import { phaseSigns, phaseTexts, usePhaseWords } from './phase-words.ts';
import classes from './stepper.module.css';

export function Stepper({ current }: { current: PhaseId | null }) {
  const t = useTexts('setup');
  const phases = usePhases();
  return (
    <nav aria-label={t('phases')} className={classes.stepper}>
      <ol className={classes.phases}>
        {phaseIds.map((id, index) => (
          <Step
            key={id}
            id={id}
            number={index + 1}
            isCurrent={id === current}
            phase={phases.data?.phases.find((phase) => phase.id === id)}
          />
        ))}
      </ol>
      {phases.isError && (
        <p className={classes.failed}>
          {t('phasesUnknown')}{' '}
          <button type="button" className={classes.retry} onClick={() => void phases.refetch()}>
            {t('tryAgain')}
          </button>
        </p>
      )}
      <NavLink to="/setup/history" className={classes.quiet ?? ''}>
        {t('historyLink')}
      </NavLink>
    </nav>
  );
}

function Step(props: { id: PhaseId; number: number; isCurrent: boolean; phase: Phase | undefined }) {
  const { id, phase, isCurrent } = props;
  const t = useTexts('setup');
  const { tellSummary } = usePhaseWords();
  const sign = phase && phaseSigns[phase.state];
  return (
    <li className={classes.step} data-state={phase?.state ?? 'unknown'} data-phase={id}>
      <NavLink to={`/setup/${id}`} className={classes.link ?? ''}>
        <PhaseSign number={props.number} state={phase?.state} />
        <span className={classes.words}>
          <span className={classes.name}>{t(`names.${phaseTexts[id]}`)}</span>
          {phase && sign && phase.state !== 'done' && (
            <span className={classes.state} data-tone={sign.tone}>
              {t(`states.${phase.state}`)}
            </span>
          )}
          {phase?.state === 'done' && <span className="visually-hidden">{t('states.done')}</span>}
          {phase?.state === 'done' && <span className={classes.summary}>{tellSummary(phase.summary)}</span>}
          {isCurrent && phase?.state !== 'done' && (
            <span className={classes.summary}>{t(`purposes.${phaseTexts[id]}`)}</span>
          )}
        </span>
      </NavLink>
    </li>
  );
}

/** The state of one phase as a word with its sign. */
export function PhaseState({ phase }: { phase: Phase }) {
  const t = useTexts('setup');
  const { tone, mark } = phaseSigns[phase.state];
  return (
    <StateWord tone={tone} mark={mark}>
      {t(`states.${phase.state}`)}
    </StateWord>
  );
}
