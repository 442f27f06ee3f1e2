// Finding a user or a queue of the org by name.
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { useOwners } from '../setup-queries.ts';
import { scrolling } from '../fields/scrolling.ts';
import classes from './person-picker.module.css';

export function PersonPicker(props: {
  kind: 'user' | 'queue';
  label: string;
  /** Queues take only records of certain objects. */
  object?: string;
  onPick: (person: { id: string; name: string }) => void;
  onCancel: () => void;
}) {
  const t = useTexts('rules');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 250);
  const owners = useOwners(q, true);
  const people =
    props.kind === 'user'
      ? (owners.data?.users ?? []).map(({ id, name, username, active }) => ({
          value: id,
          label: active ? name : t('owner.inactive', { name }),
          hint: username,
          disabled: !active,
        }))
      : (owners.data?.queues ?? [])
          .filter(({ objects }) => !props.object || objects.includes(props.object))
          .map(({ id, name }) => ({ value: id, label: name, hint: '', disabled: false }));
  return (
    <span className={classes.picker}>
      <Select
        searchable
        autoFocus
        defaultDropdownOpened
        limit={50}
        {...scrolling}
        className={classes.select ?? ''}
        aria-label={props.label}
        placeholder={t(props.kind === 'user' ? 'owner.search' : 'owner.searchQueue')}
        data={people}
        value={null}
        // The connector has searched already, also by username.
        filter={({ options }) => options}
        searchValue={typed}
        onSearchChange={setTyped}
        nothingFoundMessage={
          owners.data?.unavailable || owners.isError ? t('owner.unavailable') : t('owner.nobody')
        }
        onChange={(id) => {
          const person = people.find(({ value }) => value === id);
          if (person) props.onPick({ id: person.value, name: person.label });
        }}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <span>{option.label}</span>
            <span className={classes.hint}>{people.find(({ value }) => value === option.value)?.hint}</span>
          </span>
        )}
      />
      <Button size="xs" variant="default" onClick={props.onCancel}>
        {t('owner.cancel')}
      </Button>
    </span>
  );
}
