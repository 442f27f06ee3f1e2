// The role of a member: chosen and saved at once, or only told where it may not be changed.
import { NativeSelect } from '@mantine/core';
import { useMayChange, useRefreshSession } from '../frame/session.ts';
import { announce } from '../parts/announce.ts';
import { ErrorNotice } from '../parts/notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { roles } from './role-guide.tsx';
import type { Member, Team } from './team-api.ts';
import { useChangeRole } from './team-queries.ts';

export function RoleChoice({ member, team }: { member: Member; team: Team }) {
  const t = useTexts('team');
  const words = useTexts('people');
  const tell = useProblem();
  const mayChange = useMayChange();
  const change = useChangeRole();
  const refreshSession = useRefreshSession();
  const isOwner = team.role === 'owner';
  const offered = roles.filter((role) => isOwner || role !== 'owner');
  if (!mayChange || (member.role === 'owner' && !isOwner))
    return <span>{words(`roles.${member.role}`)}</span>;
  const problem = tell(change.error);
  const { name, userId } = member;
  return (
    <>
      <NativeSelect
        aria-label={t('members.roleOf', { name })}
        value={change.isPending ? change.variables.role : member.role}
        disabled={change.isPending}
        onChange={(event) => {
          const role = roles.find((each) => each === event.currentTarget.value);
          if (!role) return;
          change.mutate(
            { userId, role },
            {
              onSuccess: () => {
                announce(t('members.roleChanged', { name, role: words(`roles.${role}`) }));
                if (userId === team.me) void refreshSession();
              },
            },
          );
        }}
        data={offered.map((role) => ({ value: role, label: words(`roles.${role}`) }))}
      />
      {problem && <ErrorNotice what={t('members.roleFailed')} why={problem.what} fix={problem.fix} />}
    </>
  );
}
