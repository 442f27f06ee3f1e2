// The members, each with role, second factor and when they were last here.
import { useState } from 'react';
import { useMayChange } from '../frame/session.ts';
import { useTexts } from '../texts/texts.tsx';
import { MemberRow } from './member-row.tsx';
import { RemovedMember } from './removed-member.tsx';
import type { Member, Team } from './team-api.ts';
import classes from './team.module.css';

export function MemberList({ team, workspace }: { team: Team; workspace: string }) {
  const t = useTexts('team');
  const mayChange = useMayChange();
  const [removed, setRemoved] = useState<Member[]>([]);
  const gone = removed.filter(({ userId }) => !team.members.some((member) => member.userId === userId));
  return (
    <>
      {gone.map((member) => (
        <RemovedMember
          key={member.userId}
          member={member}
          mail={team.mail}
          onHide={() => setRemoved((list) => list.filter((each) => each !== member))}
        />
      ))}
      {/* Each row names its facts to a screen reader by itself. */}
      <div className={classes.head} data-plain={!mayChange || undefined} aria-hidden>
        <span />
        <span>{t('members.role')}</span>
        <span>{t('members.secondFactor')}</span>
        <span>{t('members.lastSeen')}</span>
      </div>
      <ul className={classes.members}>
        {team.members.map((member) => (
          <li key={member.userId} className={classes.row}>
            <MemberRow
              member={member}
              team={team}
              workspace={workspace}
              onRemoved={() => setRemoved((list) => [...list, member])}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
