// What is left of a removed member on this screen: one line, and the way back by a new invitation.
import { Button } from '@mantine/core';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import { InvitedNote } from './invited-note.tsx';
import type { Member } from './team-api.ts';
import { useInvite } from './team-queries.ts';

export function RemovedMember(props: { member: Member; mail: boolean; onHide: () => void }) {
  const { name, email, role } = props.member;
  const t = useTexts('team');
  const words = useTexts('people');
  const invite = useInvite();
  if (invite.isSuccess) {
    return <InvitedNote invited={invite.data} mail={props.mail} onDone={props.onHide} />;
  }
  return (
    <Notice
      tone="quiet"
      role="status"
      title={t('members.removed', { name })}
      actions={
        <>
          <Button
            variant="default"
            size="sm"
            autoFocus
            loading={invite.isPending}
            onClick={() => invite.mutate({ email, role })}
          >
            {t('members.invite', { role: words(`roles.${role}`) })}
          </Button>
          <Button variant="subtle" size="sm" onClick={props.onHide}>
            {t('members.hide')}
          </Button>
        </>
      }
    >
      {invite.isError && <p role="alert">{t('invite.failed')}</p>}
    </Notice>
  );
}
