// One of the three things that make an installation: a mark, its name, its state as a word, what was found, and what to do.
import type { ReactNode } from 'react';
import { StateWord, type Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import classes from './installation.module.css';

export function Row(props: {
  id: string;
  title: string;
  state: string;
  tone: Tone;
  mark: Mark;
  found: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={classes.row} data-row={props.id} data-tone={props.tone}>
      <div className={classes.rowHead}>
        <h2 className={classes.rowTitle}>{props.title}</h2>
        <StateWord tone={props.tone} mark={props.mark}>
          {props.state}
        </StateWord>
      </div>
      <div className={classes.found}>{props.found}</div>
      {props.children}
      {props.actions && <div className={classes.actions}>{props.actions}</div>}
    </li>
  );
}
