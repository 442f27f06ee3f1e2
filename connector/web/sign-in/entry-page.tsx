// The page around what happens before somebody is signed in: a mark, one heading, one card, the language.
import { type ReactNode, useEffect } from 'react';
import { ColourSchemeToggle } from '../frame/person-menu.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { LanguageLinks } from './language-links.tsx';

export function EntryPage(props: {
  title: string;
  lead?: ReactNode;
  tryOut?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useTexts('entry');
  useEffect(() => {
    document.title = `${props.title} · Bookbridge`;
  }, [props.title]);
  return (
    <div className={classes.page}>
      <div className={classes.toggle}>
        <ColourSchemeToggle />
      </div>
      <main className={classes.column} data-wide={props.wide || undefined}>
        <p className={classes.brand}>
          <img src="/bookbridge.svg" alt="" width={36} height={36} />
          <span>Bookbridge</span>
        </p>
        <div className={classes.heading}>
          <h1 className={classes.title}>{props.title}</h1>
          {props.lead && <div className={classes.lead}>{props.lead}</div>}
        </div>
        <div className={classes.card}>{props.children}</div>
        {props.tryOut && <p className={classes.foot}>{t('tryOut')}</p>}
        <LanguageLinks />
      </main>
    </div>
  );
}
