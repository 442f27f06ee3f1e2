// After an invitation: the mail is on its way, or here is the link to send by hand.
import { Button } from '@mantine/core';
import { CopyField } from '../parts/copy-field.tsx';
import { Notice } from '../parts/notice.tsx';
import { tellExact } from '../parts/relative-time.tsx';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import type { Invited } from './team-api.ts';

export function InvitedNote(props: { invited: Invited; mail: boolean; onDone: () => void }) {
  const { invitation, url, isSent } = props.invited;
  const t = useTexts('team');
  const { language } = useLanguage();
  const { email } = invitation;
  const until = tellExact(new Date(invitation.expiresAt), language);
  const done = (
    <Button variant="default" size="sm" onClick={props.onDone}>
      {t('invite.done')}
    </Button>
  );
  if (isSent) {
    return (
      <Notice tone="good" role="status" title={t('invite.sent', { email })} actions={done}>
        {t('invite.sentText', { until })}
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      role="status"
      title={t(props.mail ? 'invite.mailFailed' : 'invite.noMail', { email })}
      actions={done}
    >
      <p>{t('invite.linkText', { until })}</p>
      <CopyField label={t('invite.linkLabel')} value={url} />
    </Notice>
  );
}
