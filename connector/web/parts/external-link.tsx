// A link that leaves Bookbridge: opens in a new tab, and says so with a mark and in words.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './external-link.module.css';
import { IconExternalLink } from './icons.ts';

export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className={classes.link} href={href} target="_blank" rel="noreferrer">
      <span>{children}</span>
      <IconExternalLink size={15} stroke={1.8} aria-hidden className={classes.icon} />
      <span className="visually-hidden">(opens in a new tab)</span>
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
      <span className="visually-hidden"> (opens in a new tab)</span>
    </Button>
  );
}
