// A bold part of a sentence that is a choice: the system's own list, as wide as what is chosen. Its name is read aloud, because
// the words around it are not.
import type { ReactNode } from 'react';
import classes from './choice.module.css';

export function Choice<Value extends string>(props: {
  name: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <select
      className={classes.choice}
      aria-label={props.name}
      value={props.value}
      onChange={(event) => {
        const chosen = props.options.find(({ value }) => value === event.currentTarget.value);
        if (chosen) props.onChoose(chosen.value);
      }}
    >
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** One rule as a sentence; its notes stand below it. */
export function Sentence({ children, notes }: { children: ReactNode; notes?: ReactNode }) {
  return (
    <div className={classes.rule}>
      <div className={classes.sentence}>{children}</div>
      {notes}
    </div>
  );
}
