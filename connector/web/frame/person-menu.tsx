// Who is signed in and as what; the seldom places, another workspace, the language, light or dark, and signing out.
import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs';
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs';
import { Link, useNavigate } from 'react-router';
import type { Session } from '../api.ts';
import classes from './person-menu.module.css';
import { type Language, languages, useLanguage, useTexts } from '../texts/texts.tsx';
import { useSignOut, useSwitchWorkspace } from './session.ts';

const codes: readonly Language[] = ['en', 'de'];

const schemes = {
  auto: { next: 'light', Icon: IconDeviceDesktop },
  light: { next: 'dark', Icon: IconSun },
  dark: { next: 'auto', Icon: IconMoon },
} as const;

export function PersonMenu({ session }: { session: Session }) {
  const t = useTexts('frame');
  const roles = useTexts('people');
  const { language, choose } = useLanguage();
  const signOut = useSignOut();
  const { name = '', email = '' } = session.user ?? {};
  return (
    <div className={classes.menu}>
      <ColourSchemeToggle />
      <Menu position="bottom-end" width={260} shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes.person} aria-label={t('person.account', { name })}>
            <IconUser size={18} stroke={1.7} aria-hidden />
            <span className={classes.name}>{name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className={classes.label}>
            <span className={classes.who}>
              {name}
              {session.role && ` · ${roles(`roles.${session.role}`)}`}
            </span>
            <span>{email}</span>
          </Menu.Label>
          <Menu.Item component={Link} to="/team">
            {t('places.team')}
          </Menu.Item>
          <Menu.Item component={Link} to="/settings">
            {t('places.settings')}
          </Menu.Item>
          <WorkspaceItems session={session} />
          <Menu.Divider />
          <Menu.Label>{t('language')}</Menu.Label>
          {codes.map((code) => (
            <Menu.Item
              key={code}
              lang={code}
              role="menuitemradio"
              aria-checked={code === language}
              rightSection={code === language && <IconCheck size={16} stroke={2} aria-hidden />}
              onClick={() => choose(code)}
            >
              {languages[code]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => signOut.mutate()}>{t('person.signOut')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Nothing for who works in one workspace only. */
function WorkspaceItems({ session }: { session: Session }) {
  const t = useTexts('frame');
  const navigate = useNavigate();
  const change = useSwitchWorkspace();
  const all = session.workspaces ?? [];
  if (all.length < 2) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('person.workspace')}</Menu.Label>
      {all.map(({ id, name }) => {
        const isPresent = id === session.workspace?.id;
        return (
          <Menu.Item
            key={id}
            role="menuitemradio"
            aria-checked={isPresent}
            rightSection={isPresent && <IconCheck size={16} stroke={2} aria-hidden />}
            onClick={() => {
              if (!isPresent) change.mutate(id, { onSuccess: () => void navigate('/') });
            }}
          >
            {name}
          </Menu.Item>
        );
      })}
    </>
  );
}

export function ColourSchemeToggle() {
  const t = useTexts('frame');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, Icon } = schemes[colorScheme];
  const now = t(`person.schemes.${colorScheme}`);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t('person.changeAppearance', { now, next: t(`person.schemes.${next}`) })}
      title={t('person.appearance', { now })}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={19} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}
