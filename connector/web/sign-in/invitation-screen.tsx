// Where an invitation leads: to a new account, or into one more workspace with the account that is there.
import { Button } from '@mantine/core';
import { Link, useNavigate, useParams } from 'react-router';
import type { Session } from '../api.ts';
import { useSignOut } from '../frame/session.ts';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import { EntryPage } from './entry-page.tsx';
import classes from './entry-page.module.css';
import type { Invitation } from './entry-api.ts';
import { useAcceptInvitation, useInvitation } from './entry-queries.ts';
import { LinkRefused } from './link-refused.tsx';
import { NewAccountForm } from './new-account-form.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function InvitationScreen() {
  const { token = '' } = useParams();
  const t = useTexts('entry');
  const words = useTexts('people');
  const navigate = useNavigate();
  const found = useInvitation(token);
  if (found.isPending) return <div aria-busy="true" />;
  if (found.isError) {
    return (
      <LinkRefused
        title={t('invitation.badLink')}
        error={found.error}
        onRetry={() => void found.refetch()}
        retrying={found.isFetching}
      />
    );
  }
  const { invitation } = found.data;
  const { workspace, by, role } = invitation;
  // Too many people came in from this address in a minute: the account is there, and they sign in by hand.
  const onJoined = ({ state }: Session) => navigate(state === 'signed_in' ? '/' : '/sign-in');
  const way = { token, invitation, onJoined: (session: Session) => void onJoined(session) };
  return (
    <EntryPage
      title={t('invitation.title', { workspace })}
      lead={
        <>
          <p>{t('invitation.lead', { by, role: words(`roles.${role}`) })}</p>
          <p>{t('invitation.what')}</p>
        </>
      }
      wide
    >
      <div className={classes.form}>
        {invitation.signedInAs !== null && invitation.signedInAs !== invitation.email ? (
          <WrongAccount invitation={invitation} onSignedOut={() => void found.refetch()} />
        ) : !invitation.hasAccount ? (
          <NewAccountForm {...way} />
        ) : invitation.signedInAs === null ? (
          <SignInFirst token={token} email={invitation.email} />
        ) : (
          <JoinAs {...way} />
        )}
      </div>
    </EntryPage>
  );
}

export type Way = { token: string; invitation: Invitation; onJoined: (session: Session) => void };

function JoinAs({ token, invitation, onJoined }: Way) {
  const t = useTexts('entry');
  const tell = useProblem();
  const accept = useAcceptInvitation();
  const { email, workspace } = invitation;
  return (
    <>
      <ProblemNotice problem={tell(accept.error)} />
      <p>{t('invitation.joinAs', { email })}</p>
      <Button
        size="md"
        fullWidth
        autoFocus
        loading={accept.isPending}
        onClick={() => accept.mutate({ token }, { onSuccess: onJoined })}
      >
        {t('invitation.joinButton', { workspace })}
      </Button>
    </>
  );
}

function SignInFirst({ token, email }: { token: string; email: string }) {
  const t = useTexts('entry');
  return (
    <>
      <Notice tone="info" title={t('invitation.signIn', { email })}>
        {t('invitation.signInText')}
      </Notice>
      <Button
        component={Link}
        to={`/sign-in?to=${encodeURIComponent(`/invitation/${token}`)}`}
        size="md"
        fullWidth
      >
        {t('invitation.signInButton')}
      </Button>
    </>
  );
}

function WrongAccount({ invitation, onSignedOut }: { invitation: Invitation; onSignedOut: () => void }) {
  const t = useTexts('entry');
  const tell = useProblem();
  const signOut = useSignOut();
  const { signedInAs, email } = invitation;
  return (
    <>
      <ProblemNotice problem={tell(signOut.error)} />
      <Notice tone="warn" title={t('invitation.wrongAccount', { email: signedInAs ?? '' })}>
        {t('invitation.wrongAccountText', { invited: email })}
      </Notice>
      <Button
        size="md"
        fullWidth
        loading={signOut.isPending}
        onClick={() => signOut.mutate(undefined, { onSuccess: onSignedOut })}
      >
        {t('invitation.signOut')}
      </Button>
    </>
  );
}
