// One of a few large choices: a radio button in a card with an icon, a title and a hint.
import type { Icon as TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './choice-card.module.css';

/** The cards of one question, two or three side by side; the question is told or only read aloud. */
export function ChoiceCards(props: {
  question: string;
  questionShown?: boolean;
  columns: 2 | 3;
  children: ReactNode;
}) {
  return (
    <fieldset className={classes.cards} data-columns={props.columns}>
      <legend className={props.questionShown ? classes.question : 'visually-hidden'}>{props.question}</legend>
      {props.children}
    </fieldset>
  );
}

export function ChoiceCard(props: {
  /** Name of the radio group; with `value` it makes the id of the hint. */
  name: string;
  value: string;
  title: string;
  hint: string;
  Icon: TablerIcon;
  checked: boolean;
  disabled?: boolean;
  onChoose: () => void;
}) {
  const { name, value, title, hint, Icon, checked, disabled = false, onChoose } = props;
  return (
    <label className={classes.card} data-unavailable={disabled || undefined}>
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        aria-describedby={`${name}-${value}`}
      />
      <Icon size={24} stroke={1.6} aria-hidden className={classes.icon} />
      <span className={classes.title}>{title}</span>
      <span id={`${name}-${value}`} className={classes.hint}>
        {hint}
      </span>
    </label>
  );
}
