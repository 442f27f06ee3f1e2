// Light or dark, the language, and signing out.
import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs';
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs';
import classes from './person-menu.module.css';
import { type Language, languages, useLanguage, useTexts } from '../texts/texts.tsx';
import { useSignOut } from './session.ts';

const codes: readonly Language[] = ['en', 'de'];

const schemes = {
  auto: { next: 'light', Icon: IconDeviceDesktop },
  light: { next: 'dark', Icon: IconSun },
  dark: { next: 'auto', Icon: IconMoon },
} as const;

export function PersonMenu({ name, email }: { name: string; email: string }) {
  const t = useTexts('frame');
  const { language, choose } = useLanguage();
  const signOut = useSignOut();
  return (
    <div className={classes.menu}>
      <ColourSchemeToggle />
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes.person} aria-label={t('person.account', { name })}>
            <IconUser size={18} stroke={1.7} aria-hidden />
            <span className={classes.name}>{name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{email}</Menu.Label>
          <Menu.Item onClick={() => signOut.mutate()}>{t('person.signOut')}</Menu.Item>
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
        </Menu.Dropdown>
      </Menu>
    </div>
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
