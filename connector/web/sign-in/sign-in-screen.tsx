// Sign-in: e-mail and password, then the second factor of who has one; or the company's own sign-in.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Session } from '../api.ts';
import { useSignIn } from '../frame/session.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { textOf } from './form-values.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';
import { SecondFactorScreen } from './second-factor-screen.tsx';
import { SingleSignOn } from './single-sign-on.tsx';

const refusals = ['not_invited', 'failed', 'no_workspace'] as const;

export function SignInScreen({ session }: { session: Session }) {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [step, setStep] = useState<'password' | 'second_factor'>('password');
  const [over, setOver] = useState<Error | null>(null);
  const [noWorkspace, setNoWorkspace] = useState(false);
  const onAnswer = (answer: Session) => {
    if (answer.state === 'second_factor') setStep('second_factor');
    if (answer.state !== 'signed_out') return;
    // Who works in no workspace is signed in all the same: an invitation is the way into one.
    const wanted = query.get('to') ?? '';
    if (wanted.startsWith('/invitation/')) void navigate(wanted);
    else {
      setStep('password');
      setNoWorkspace(true);
    }
  };
  if (step === 'second_factor') {
    return (
      <SecondFactorScreen
        tryOut={session.tryOut !== null}
        onAnswer={onAnswer}
        onBack={(error) => {
          setOver(error);
          setStep('password');
        }}
      />
    );
  }
  return <PasswordStep session={session} over={over} noWorkspace={noWorkspace} onAnswer={onAnswer} />;
}

function PasswordStep(props: {
  session: Session;
  /** Why the second step ended without a sign-in. */
  over: Error | null;
  noWorkspace: boolean;
  onAnswer: (answer: Session) => void;
}) {
  const { session, over, noWorkspace, onAnswer } = props;
  const t = useTexts('entry');
  const tell = useProblem();
  const signIn = useSignIn();
  const [query] = useSearchParams();
  const password = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate(
      { email: textOf(form, 'email'), password: textOf(form, 'password') },
      { onError: () => password.current?.select(), onSuccess: onAnswer },
    );
  };
  const refusal = noWorkspace
    ? 'no_workspace'
    : refusals.find((each) => each === query.get('single-sign-on'));
  const isFresh = !signIn.isError && !over;
  return (
    <EntryPage title={t('signIn.title')} tryOut={session.tryOut !== null}>
      <form className={classes.form} onSubmit={submit}>
        {query.get('owner-link') === 'used' && isFresh && (
          <Notice tone="info" title={t('signIn.ownerLinkUsed')}>
            {t('signIn.ownerLinkUsedText')}
          </Notice>
        )}
        {refusal && isFresh && (
          <ErrorNotice what={t(`signIn.refused.${refusal}.what`)} fix={t(`signIn.refused.${refusal}.fix`)} />
        )}
        <ProblemNotice problem={tell(signIn.error ?? over)} />
        {session.singleSignOn && <SingleSignOn name={session.singleSignOn.name} />}
        <TextInput
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordField
          what={t('showPassword')}
          ref={password}
          label={t('password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <div className={classes.links}>
          <Link to="/forgot-password">{t('signIn.forgot')}</Link>
        </div>
      </form>
    </EntryPage>
  );
}
