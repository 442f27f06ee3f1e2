// The secret as a picture and as text, the back-up codes, and the first code of the app: only that turns the second factor on.
import { Button, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { CopyField } from '../parts/copy-field.tsx';
import { focusRefused, textOf } from '../sign-in/form-values.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { QrCode } from './qr-code.tsx';
import type { SecondFactorBegun } from './settings-api.ts';
import { useConfirmSecondFactor } from './settings-queries.ts';
import classes from './settings.module.css';

export function ConfirmSecondFactor(props: {
  begun: SecondFactorBegun;
  email: string;
  onConfirmed: () => void;
  onCancel: () => void;
}) {
  const { begun, email } = props;
  const t = useTexts('settings');
  const tell = useProblem();
  const confirm = useConfirmSecondFactor();
  const problem = tell(confirm.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const code = textOf(new FormData(element), 'code').replaceAll(/\s/g, '');
    confirm.mutate(code, {
      onSuccess: props.onConfirmed,
      onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
    });
  };
  return (
    <div className={classes.stack}>
      <div className={classes.scan}>
        <QrCode text={begun.uri} label={t('secondFactor.qr')} />
        <div className={classes.stack}>
          <p>{t('secondFactor.scan')}</p>
          <CopyField label={t('secondFactor.secret')} value={begun.secret} />
        </div>
      </div>
      <BackupCodes codes={begun.backupCodes} email={email} />
      <form className={classes.form} onSubmit={submit}>
        <ProblemNotice problem={problem} />
        <TextInput
          label={t('secondFactor.code')}
          description={t('secondFactor.notYet')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
          withAsterisk={false}
          error={problem?.fields['code']}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={confirm.isPending}>
            {t('secondFactor.confirm')}
          </Button>
          <Button variant="subtle" color="gray" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}
