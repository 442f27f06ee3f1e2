// Invitations that nobody has accepted yet: new link, take back; those that are too old are marked.
import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../parts/announce.ts';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { RelativeTime, useRelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { asApiError } from '../request.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { InvitedNote } from './invited-note.tsx';
import type { Invitation, Invited } from './team-api.ts';
import { useInvitations, useInvite, useTakeBack } from './team-queries.ts';
import classes from './team.module.css';

export function InvitationList({ mail }: { mail: boolean }) {
  const t = useTexts('team');
  const list = useInvitations();
  const [takenBack, setTakenBack] = useState<Invitation | null>(null);
  const [renewed, setRenewed] = useState<Invited | null>(null);
  const invitations = list.data?.invitations ?? [];
  const onRenewed = (invited: Invited) => {
    setRenewed(invited);
    setTakenBack(null);
  };
  return (
    <Card title={t('invitations.title')}>
      {list.isPending && <Skeleton height={38} />}
      {list.isError && (
        <LoadFailed
          what={t('invitations.loadFailed')}
          error={asApiError(list.error)}
          onRetry={() => void list.refetch()}
          retrying={list.isFetching}
        />
      )}
      {renewed && <InvitedNote invited={renewed} mail={mail} onDone={() => setRenewed(null)} />}
      {takenBack && <TakenBack invitation={takenBack} onRenewed={onRenewed} />}
      {list.isSuccess && invitations.length === 0 && (
        <p className={classes.detail}>{t('invitations.none')}</p>
      )}
      {invitations.length > 0 && (
        <ul className={classes.invitations}>
          {invitations.map((invitation) => (
            <li key={invitation.id} className={classes.row}>
              <InvitationRow
                invitation={invitation}
                onTakenBack={() => setTakenBack(invitation)}
                onRenewed={onRenewed}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function InvitationRow(props: {
  invitation: Invitation;
  onTakenBack: () => void;
  onRenewed: (invited: Invited) => void;
}) {
  const { id, email, role, by, createdAt, expiresAt, isExpired } = props.invitation;
  const t = useTexts('team');
  const words = useTexts('people');
  const tell = useProblem();
  const relative = useRelativeTime();
  const takeBack = useTakeBack();
  const invite = useInvite();
  // Not by a callback of `mutate`: the fresh list takes this row away before it would be called.
  const takeBackNow = async () => {
    try {
      await takeBack.mutateAsync(id);
    } catch {
      // Shown below.
      return;
    }
    announce(t('invitations.takenBack', { email }));
    props.onTakenBack();
  };
  return (
    <>
      <div className={classes.invitation}>
        <div className={classes.who}>
          <span className={classes.name}>{email}</span>{' '}
          <span>{t('invitations.as', { role: words(`roles.${role}`) })}</span>
          <div className={classes.detail}>
            {t('invitations.by', { by, when: relative(createdAt) })} ·{' '}
            {isExpired ? (
              <RelativeTime at={expiresAt} />
            ) : (
              t('invitations.expires', { when: relative(expiresAt) })
            )}
          </div>
          <StateWord tone={isExpired ? 'warn' : 'quiet'} mark={isExpired ? 'attention' : 'waiting'}>
            {t(isExpired ? 'invitations.expired' : 'invitations.open')}
          </StateWord>
        </div>
        <div className={classes.actions}>
          <Button
            variant="default"
            size="compact-sm"
            loading={invite.isPending}
            aria-label={t('invitations.againNamed', { email })}
            onClick={() => invite.mutate({ email, role }, { onSuccess: props.onRenewed })}
          >
            {t('invitations.again')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            loading={takeBack.isPending}
            aria-label={t('invitations.takeBackNamed', { email })}
            onClick={() => void takeBackNow()}
          >
            {t('invitations.takeBack')}
          </Button>
        </div>
      </div>
      <ProblemNotice problem={tell(takeBack.error ?? invite.error)} />
    </>
  );
}

function TakenBack(props: { invitation: Invitation; onRenewed: (invited: Invited) => void }) {
  const { email, role } = props.invitation;
  const t = useTexts('team');
  const tell = useProblem();
  const invite = useInvite();
  return (
    <Notice
      tone="quiet"
      role="status"
      title={t('invitations.takenBack', { email })}
      actions={
        <Button
          variant="default"
          size="sm"
          autoFocus
          loading={invite.isPending}
          onClick={() => invite.mutate({ email, role }, { onSuccess: props.onRenewed })}
        >
          {t('invitations.inviteAgain')}
        </Button>
      }
    >
      <p>{t('invitations.takenBackText')}</p>
      <ProblemNotice problem={tell(invite.error)} />
    </Notice>
  );
}
