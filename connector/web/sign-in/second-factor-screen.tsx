// The second step of a sign-in: the code of the authenticator app, or one of the back-up codes.
import { Button, Checkbox, TextInput, UnstyledButton } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import type { Session } from '../api.ts';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { useSecondFactor } from './entry-queries.ts';
import { textOf } from './form-values.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

const isOver = (code: string): boolean => code === 'second_factor_over' || code === 'second_factor_locked';

export function SecondFactorScreen(props: {
  tryOut: boolean;
  onAnswer: (answer: Session) => void;
  /** With the reason when the connector wants the password again. */
  onBack: (error: Error | null) => void;
}) {
  const t = useTexts('entry');
  const tell = useProblem();
  const [kind, setKind] = useState<'app' | 'backup_code'>('app');
  const confirm = useSecondFactor();
  const code = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    confirm.mutate(
      {
        kind,
        // Apps show the code in two groups.
        code: textOf(form, 'code').replaceAll(/\s/g, ''),
        trustDevice: form.has('trust'),
      },
      {
        onSuccess: props.onAnswer,
        onError: (error) => (isOver(asApiError(error).code) ? props.onBack(error) : code.current?.select()),
      },
    );
  };
  const isApp = kind === 'app';
  return (
    <EntryPage title={t('secondFactor.title')} lead={t('secondFactor.lead')} tryOut={props.tryOut}>
      <form className={classes.form} onSubmit={submit}>
        <ProblemNotice problem={tell(confirm.error)} />
        <TextInput
          key={kind}
          ref={code}
          name="code"
          label={t(isApp ? 'secondFactor.code' : 'secondFactor.backupCode')}
          description={t(isApp ? 'secondFactor.codeHint' : 'secondFactor.backupCodeHint')}
          inputMode={isApp ? 'numeric' : 'text'}
          autoComplete={isApp ? 'one-time-code' : 'off'}
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
        />
        <Checkbox name="trust" label={t('secondFactor.trust')} />
        <Button type="submit" size="md" fullWidth loading={confirm.isPending}>
          {t('secondFactor.submit')}
        </Button>
        <div className={classes.links}>
          <UnstyledButton
            className={classes.linkButton}
            onClick={() => {
              confirm.reset();
              setKind(isApp ? 'backup_code' : 'app');
            }}
          >
            {t(isApp ? 'secondFactor.useBackup' : 'secondFactor.useApp')}
          </UnstyledButton>
          <UnstyledButton className={classes.linkButton} onClick={() => props.onBack(null)}>
            {t('secondFactor.other')}
          </UnstyledButton>
        </div>
      </form>
    </EntryPage>
  );
}
