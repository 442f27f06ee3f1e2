// A link for a new password, made by an owner or admin for somebody who cannot come in.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CopyField } from '../parts/copy-field.tsx';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { tellExact } from '../parts/relative-time.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import type { Member } from './team-api.ts';
import { useMakePasswordLink } from './team-queries.ts';

export function PasswordLink({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useTexts('team');
  const tell = useProblem();
  const { language } = useLanguage();
  const make = useMakePasswordLink();
  const { name, userId } = member;
  const asked = useRef(false);
  const { mutate } = make;
  useEffect(() => {
    // Each new link ends the one before: one opening makes one link, also where effects run twice.
    if (asked.current) return;
    asked.current = true;
    mutate(userId);
  }, [mutate, userId]);
  const problem = tell(make.error);
  if (problem) {
    return (
      <ErrorNotice
        what={t('members.linkFailed')}
        why={problem.what}
        fix={problem.fix}
        actions={
          <Button variant="default" size="sm" onClick={onDone}>
            {t('members.done')}
          </Button>
        }
      />
    );
  }
  if (!make.data) return <div aria-busy="true" />;
  const { url, expiresAt } = make.data;
  return (
    <Notice
      tone="warn"
      role="status"
      title={t('members.linkTitle', { name })}
      actions={
        <Button variant="default" size="sm" onClick={onDone}>
          {t('members.done')}
        </Button>
      }
    >
      <p>{t('members.linkText', { name, until: tellExact(new Date(expiresAt), language) })}</p>
      <CopyField label={t('members.linkLabel', { name })} value={url} />
    </Notice>
  );
}
