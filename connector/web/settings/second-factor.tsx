// The second factor of one's own account: set up, new back-up codes, off. Each asks for the password first.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../parts/announce.ts';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import { AskPassword } from './ask-password.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { ConfirmSecondFactor } from './confirm-second-factor.tsx';
import type { OwnAccount, SecondFactorBegun } from './settings-api.ts';
import { useBeginSecondFactor, useEndSecondFactor, useMakeBackupCodes } from './settings-queries.ts';
import classes from './settings.module.css';

type Step =
  | { name: 'rest' | 'ask_set_up' | 'ask_codes' | 'ask_off' }
  | { name: 'confirm'; begun: SecondFactorBegun }
  | { name: 'codes'; codes: string[] };

export function SecondFactor({ account }: { account: OwnAccount }) {
  const t = useTexts('settings');
  const [step, setStep] = useState<Step>({ name: 'rest' });
  const begin = useBeginSecondFactor();
  const end = useEndSecondFactor();
  const makeCodes = useMakeBackupCodes();
  const isOn = account.hasSecondFactor;
  const rest = () => {
    // A refused password must not stand there when the question is asked again; nor must secrets stay in memory.
    for (const call of [begin, end, makeCodes]) call.reset();
    setStep({ name: 'rest' });
  };
  return (
    <Card
      title={t('secondFactor.title')}
      aside={
        <StateWord tone={isOn ? 'good' : 'quiet'} mark={isOn ? 'done' : 'none'}>
          {t(isOn ? 'secondFactor.on' : 'secondFactor.off')}
        </StateWord>
      }
    >
      <p className={classes.detail}>
        {t(
          isOn
            ? 'secondFactor.onText'
            : account.hasPassword
              ? 'secondFactor.offText'
              : 'secondFactor.needsPassword',
        )}
      </p>
      {step.name === 'rest' && account.hasPassword && (
        <div className={classes.actions}>
          {isOn ? (
            <>
              <Button variant="default" onClick={() => setStep({ name: 'ask_codes' })}>
                {t('secondFactor.newCodes')}
              </Button>
              <Button variant="subtle" color="gray" onClick={() => setStep({ name: 'ask_off' })}>
                {t('secondFactor.turnOff')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setStep({ name: 'ask_set_up' })}>{t('secondFactor.setUp')}</Button>
          )}
        </div>
      )}
      {step.name === 'ask_set_up' && (
        <AskPassword
          text={t('secondFactor.askSetUp')}
          go={t('secondFactor.go')}
          call={begin}
          onDone={(begun) => setStep({ name: 'confirm', begun })}
          onCancel={rest}
        />
      )}
      {step.name === 'ask_codes' && (
        <AskPassword
          text={t('secondFactor.askCodes')}
          go={t('secondFactor.goCodes')}
          call={makeCodes}
          onDone={({ backupCodes }) => setStep({ name: 'codes', codes: backupCodes })}
          onCancel={rest}
        />
      )}
      {step.name === 'ask_off' && (
        <AskPassword
          text={t('secondFactor.askOff')}
          go={t('secondFactor.goOff')}
          call={end}
          onDone={() => {
            announce(t('secondFactor.turnedOff'));
            rest();
          }}
          onCancel={rest}
        />
      )}
      {step.name === 'confirm' && (
        <ConfirmSecondFactor
          begun={step.begun}
          email={account.email}
          onConfirmed={() => {
            announce(t('secondFactor.turnedOn'));
            rest();
          }}
          onCancel={rest}
        />
      )}
      {step.name === 'codes' && (
        <div className={classes.stack}>
          <BackupCodes codes={step.codes} email={account.email} />
          <div>
            <Button onClick={rest}>{t('done')}</Button>
          </div>
        </div>
      )}
    </Card>
  );
}
