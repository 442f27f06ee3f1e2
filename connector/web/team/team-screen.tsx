// Team: who works in this workspace, who is invited, and what each role may do. Viewers see the list only.
import { Skeleton } from '@mantine/core';
import type { Session } from '../api.ts';
import { useMayChange } from '../frame/session.ts';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberList } from './member-list.tsx';
import { RoleGuide } from './role-guide.tsx';
import { useTeam } from './team-queries.ts';

export function TeamScreen({ session }: { session: Session }) {
  const t = useTexts('team');
  const words = useTexts('people');
  const mayChange = useMayChange();
  const team = useTeam();
  const workspace = session.workspace?.name ?? '';
  return (
    <Screen title={t('title')} lead={t('lead', { workspace })}>
      {!mayChange && <Notice tone="info">{words('viewerNote')}</Notice>}
      {team.isError && (
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(team.error)}
          onRetry={() => void team.refetch()}
          retrying={team.isFetching}
        />
      )}
      {team.isPending && (
        <div role="status" aria-busy="true" aria-label={words('loading')}>
          <Card>
            {[1, 2, 3].map((row) => (
              <Skeleton key={row} height={38} />
            ))}
          </Card>
        </div>
      )}
      {mayChange && team.isSuccess && <InviteForm team={team.data} />}
      {team.isSuccess && (
        <Card title={t('members.title', { count: team.data.members.length })}>
          <MemberList team={team.data} workspace={workspace} />
        </Card>
      )}
      {mayChange && team.isSuccess && <InvitationList mail={team.data.mail} />}
      {team.isSuccess && <RoleGuide />}
    </Screen>
  );
}
