// A link that leaves Bookbridge: opens in a new tab, and says so with a mark and in words.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import classes from './external-link.module.css';
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs';

/** `plain` leaves the mark out, where many stand side by side. An empty address (a record in another org) is no link. */
export function ExternalLink(props: { href: string; plain?: boolean; children: ReactNode }) {
  const t = useTexts('frame');
  if (props.href === '') return <span>{props.children}</span>;
  return (
    <a className={classes.link} href={props.href} target="_blank" rel="noreferrer">
      <span>{props.children}</span>
      {!props.plain && <IconExternalLink size={15} stroke={1.8} aria-hidden className={classes.icon} />}
      <span className="visually-hidden"> {t('newTab')}</span>
    </a>
  );
}

export function ExternalButton({
  href,
  variant = 'default',
  children,
}: {
  href: string;
  variant?: 'default' | 'filled';
  children: ReactNode;
}) {
  const t = useTexts('frame');
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      variant={variant}
      size="sm"
      rightSection={<IconExternalLink size={16} stroke={1.8} aria-hidden />}
    >
      {children}
      <span className="visually-hidden"> {t('newTab')}</span>
    </Button>
  );
}
