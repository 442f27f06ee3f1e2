// Something most people need not see: closed until opened, by mouse or keyboard, without any script of ours.
import type { ReactNode } from 'react';
import classes from './fold.module.css';

export function Fold(props: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className={classes.fold} open={props.open}>
      <summary className={classes.summary}>{props.summary}</summary>
      <div className={classes.content}>{props.children}</div>
    </details>
  );
}
