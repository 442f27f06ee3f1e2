// Light or dark, and signing out.
import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import IconMoon from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
import IconDeviceDesktop from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs';
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs';
import classes from './person-menu.module.css';
import { useSignOut } from './session.ts';

const schemes = {
  auto: { next: 'light', label: 'as the system', Icon: IconDeviceDesktop },
  light: { next: 'dark', label: 'light', Icon: IconSun },
  dark: { next: 'auto', label: 'dark', Icon: IconMoon },
} as const;

export function PersonMenu({ name, email }: { name: string; email: string }) {
  const signOut = useSignOut();
  return (
    <div className={classes.menu}>
      <ColourSchemeToggle />
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <UnstyledButton className={classes.person} aria-label={`Account of ${name}`}>
            <IconUser size={18} stroke={1.7} aria-hidden />
            <span className={classes.name}>{name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{email}</Menu.Label>
          <Menu.Item onClick={() => signOut.mutate()}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

export function ColourSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, label, Icon } = schemes[colorScheme];
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={`Appearance: ${label}. Change to ${schemes[next].label}`}
      title={`Appearance: ${label}`}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={19} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}
