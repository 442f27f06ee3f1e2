// One member: the facts, the role to choose, and what can be done with the member, opened below the row.
import { ActionIcon, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { useState } from 'react';
import { useMayChange } from '../frame/session.ts';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import { PasswordLink } from './password-link.tsx';
import { RemoveMember } from './remove-member.tsx';
import { RoleChoice } from './role-choice.tsx';
import type { Member, Team } from './team-api.ts';
import classes from './team.module.css';

export function MemberRow(props: { member: Member; team: Team; workspace: string; onRemoved: () => void }) {
  const { member, team } = props;
  const t = useTexts('team');
  const mayChange = useMayChange();
  const [open, setOpen] = useState<'link' | 'remove' | null>(null);
  const isMe = member.userId === team.me;
  const close = () => setOpen(null);
  return (
    <>
      <div className={classes.line} data-plain={!mayChange || undefined}>
        <div className={classes.who}>
          <span className={classes.name}>{member.name}</span>
          {isMe && <span className={classes.detail}> ({t('members.you')})</span>}
          <div className={classes.detail}>{member.email}</div>
        </div>
        <div className={classes.role}>
          <RoleChoice member={member} team={team} />
        </div>
        <div className={classes.fact}>
          <span className="visually-hidden">{t('members.secondFactor')}: </span>
          <span className={classes.factName} aria-hidden>
            {t('members.secondFactor')}
          </span>
          <StateWord
            tone={member.hasSecondFactor ? 'good' : 'quiet'}
            mark={member.hasSecondFactor ? 'done' : 'none'}
          >
            {t(member.hasSecondFactor ? 'members.on' : 'members.off')}
          </StateWord>
        </div>
        <div className={classes.fact}>
          <span className="visually-hidden">{t('members.lastSeen')}: </span>
          <span className={classes.factName} aria-hidden>
            {t('members.lastSeen')}
          </span>
          {member.lastSeenAt === null ? (
            <span>{t('members.notSignedIn')}</span>
          ) : (
            <RelativeTime at={member.lastSeenAt} lowercase={false} />
          )}
        </div>
        {mayChange && <MemberMenu member={member} team={team} onOpen={setOpen} />}
      </div>
      {open === 'link' && <PasswordLink member={member} onDone={close} />}
      {open === 'remove' && (
        <RemoveMember
          member={member}
          isMe={isMe}
          workspace={props.workspace}
          onKeep={close}
          onRemoved={props.onRemoved}
        />
      )}
    </>
  );
}

function MemberMenu(props: { member: Member; team: Team; onOpen: (what: 'link' | 'remove') => void }) {
  const { member, team, onOpen } = props;
  const t = useTexts('team');
  const { name } = member;
  const isMe = member.userId === team.me;
  const outranked = member.role === 'owner' && team.role !== 'owner';
  return (
    <div className={classes.more}>
      <Menu position="bottom-end" shadow="md" width={280}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('members.actions', { name })}>
            <IconDots size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {outranked && <Menu.Label>{t('members.ownersOnly')}</Menu.Label>}
          {!isMe && (
            <Menu.Item disabled={outranked} onClick={() => onOpen('link')}>
              {t('members.link')}
            </Menu.Item>
          )}
          <Menu.Item disabled={outranked} onClick={() => onOpen('remove')}>
            {isMe ? t('members.leaveNamed') : t('members.removeNamed', { name })}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
