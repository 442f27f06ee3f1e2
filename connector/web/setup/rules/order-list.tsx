// Things in an order that matters: each can be moved, removed and put back, by keyboard as well.
import { ActionIcon, Button } from '@mantine/core';
import { useRef } from 'react';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { announce } from '../../parts/announce.ts';
import { useTexts } from '../../texts/texts.tsx';
import classes from './order-list.module.css';

export function OrderList<Value extends string>(props: {
  label: string;
  all: readonly Value[];
  chosen: readonly Value[];
  tell: (value: Value) => string;
  empty?: string;
  onChange: (chosen: Value[]) => void;
}) {
  const t = useTexts('rules');
  const list = useRef<HTMLOListElement>(null);
  const { chosen, tell } = props;
  const left = props.all.filter((value) => !chosen.includes(value));
  const move = (value: Value, by: -1 | 1): void => {
    const from = chosen.indexOf(value);
    const next = chosen.filter((one) => one !== value);
    next.splice(from + by, 0, value);
    props.onChange(next);
    announce(t('list.moved', { name: tell(value), place: from + by + 1 }));
  };
  return (
    <div className={classes.box}>
      {chosen.length === 0 && props.empty && <p className={classes.quiet}>{props.empty}</p>}
      <ol ref={list} tabIndex={-1} className={classes.list} aria-label={props.label}>
        {chosen.map((value, index) => (
          <li key={value} className={classes.item}>
            <span className={classes.number} aria-hidden>
              {index + 1}
            </span>
            <span className={classes.name}>{tell(value)}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={index === 0}
              aria-label={t('list.up', { name: tell(value) })}
              onClick={() => move(value, -1)}
            >
              <IconArrowUp size={16} stroke={1.8} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={index === chosen.length - 1}
              aria-label={t('list.down', { name: tell(value) })}
              onClick={() => move(value, 1)}
            >
              <IconArrowDown size={16} stroke={1.8} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('list.remove', { name: tell(value) })}
              onClick={() => {
                props.onChange(chosen.filter((one) => one !== value));
                list.current?.focus();
              }}
            >
              <IconX size={16} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <div className={classes.left}>
          {left.map((value) => (
            <Button
              key={value}
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
              aria-label={t('list.add', { name: tell(value) })}
              onClick={() => props.onChange([...chosen, value])}
            >
              {tell(value)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
