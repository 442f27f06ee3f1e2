// One screen: its title in the tab and as the heading, and the focus on that heading when somebody navigates here, so
// that keyboard and screen reader start where the eyes do.
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './screen.module.css';

// The browser's own record of this outlives a reload, and then the start of the page would be skipped.
let somethingWasDone = false;
for (const kind of ['pointerdown', 'keydown'] as const) {
  document.addEventListener(kind, () => (somethingWasDone = true), { capture: true, once: true });
}

export function Screen(props: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Bookbridge`;
  }, [props.title]);
  useEffect(() => {
    // Not on the first load: then the browser's own start, before the skip link, is right.
    if (somethingWasDone) heading.current?.focus();
  }, []);
  return (
    <div className={props.wide ? classes.wide : classes.screen}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {props.title}
          </h1>
          {props.lead && <div className={classes.lead}>{props.lead}</div>}
        </div>
        {props.actions && <div className={classes.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** A white box with an optional heading; the usual container of a screen's parts. */
export function Card(props: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  tone?: 'plain' | 'accent';
}) {
  return (
    <section className={classes.card} data-accent={props.tone === 'accent' || undefined}>
      {props.title && (
        <div className={classes.cardHeader}>
          <h2 className={classes.cardTitle}>{props.title}</h2>
          {props.aside}
        </div>
      )}
      {props.children}
    </section>
  );
}
