// Secure or standard: which rights the API user is to have, and what each choice means.
import type { ConnectionMode } from '../api.ts';
import IconCrown from '@tabler/icons-react/dist/esm/icons/IconCrown.mjs';
import IconShieldCheck from '@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';

const choices = [
  { mode: 'secure', Icon: IconShieldCheck },
  { mode: 'standard', Icon: IconCrown },
] as const;

export function ModeChoice(props: {
  mode: ConnectionMode;
  onChoose: (mode: ConnectionMode) => void;
  questionShown?: boolean;
}) {
  const t = useTexts('connection.mode');
  return (
    <>
      <ChoiceCards question={t('question')} questionShown={props.questionShown ?? false} columns={2}>
        {choices.map(({ mode, Icon }) => (
          <ChoiceCard
            key={mode}
            name="mode"
            value={mode}
            title={t(`${mode}.title`)}
            hint={t(`${mode}.hint`)}
            Icon={Icon}
            checked={props.mode === mode}
            onChoose={() => props.onChoose(mode)}
          />
        ))}
      </ChoiceCards>
      {props.mode === 'standard' && (
        <Notice tone="warn" title={t('tooMuch')}>
          <p>{t('passkey')}</p>
        </Notice>
      )}
    </>
  );
}
