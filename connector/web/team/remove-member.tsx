// The question before somebody is removed, or leaves: it names who, and what stays.
import { Button } from '@mantine/core';
import { useRefreshSession } from '../frame/session.ts';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import type { Member } from './team-api.ts';
import { useRemoveMember } from './team-queries.ts';

export function RemoveMember(props: {
  member: Member;
  isMe: boolean;
  workspace: string;
  onKeep: () => void;
  onRemoved: () => void;
}) {
  const { member, isMe, workspace, onKeep, onRemoved } = props;
  const t = useTexts('team');
  const tell = useProblem();
  const remove = useRemoveMember();
  const refreshSession = useRefreshSession();
  const problem = tell(remove.error);
  const { name, userId } = member;
  // Not by a callback of `mutate`: the fresh list takes this row away before it would be called.
  const removeNow = async () => {
    try {
      await remove.mutateAsync(userId);
    } catch {
      // Shown below.
      return;
    }
    announce(t('members.removed', { name }));
    if (isMe) void refreshSession();
    else onRemoved();
  };
  return (
    <Notice
      tone="warn"
      title={
        isMe ? t('members.leaveQuestion', { workspace }) : t('members.removeQuestion', { name, workspace })
      }
      actions={
        <>
          <Button color="red" size="sm" loading={remove.isPending} onClick={() => void removeNow()}>
            {isMe ? t('members.leaveYes', { workspace }) : t('members.removeYes', { name })}
          </Button>
          <Button variant="default" size="sm" autoFocus onClick={onKeep}>
            {isMe ? t('members.stay') : t('members.keep', { name })}
          </Button>
        </>
      }
    >
      <p>{t(isMe ? 'members.leaveText' : 'members.removeText')}</p>
      {problem && (
        <p role="alert">
          {t('members.removeFailed', { name })} {problem.what} {problem.fix}
        </p>
      )}
    </Notice>
  );
}
