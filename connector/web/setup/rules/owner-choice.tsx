// Who owns a record, as part of a sentence: the host, a certain user or queue, the org's assignment rules, or as it is.
import { useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import type { Owner } from '../set-up-document.ts';
import { Choice } from './choice.tsx';
import { PersonPicker } from './person-picker.tsx';

/** Only these two objects can belong to a queue or follow assignment rules. */
const withQueues: readonly string[] = ['Lead', 'Case'];

export function OwnerChoice(props: {
  name: string;
  object: string;
  /** Null: as the general rules say; offered only with `usual`. */
  owner: Owner | null;
  keep?: boolean;
  usual?: boolean;
  onChoose: (owner: Owner | null) => void;
}) {
  const t = useTexts('rules');
  const [picking, setPicking] = useState<'user' | 'queue' | null>(null);
  const { owner, object } = props;
  if (picking) {
    return (
      <PersonPicker
        kind={picking}
        object={object}
        label={`${props.name}: ${t(picking === 'user' ? 'owner.choose' : 'owner.chooseQueue')}`}
        onCancel={() => setPicking(null)}
        onPick={(person) => {
          setPicking(null);
          props.onChoose({ kind: picking, ...person });
        }}
      />
    );
  }
  const isNamed = owner?.kind === 'user' || owner?.kind === 'queue';
  const options = [
    ...(props.usual ? [{ value: 'usual', label: t('options.asUsual') }] : []),
    ...(props.keep ? [{ value: 'keep', label: t('options.owner.keep') }] : []),
    { value: 'host', label: t('options.owner.host') },
    ...(isNamed ? [{ value: owner.id, label: owner.name }] : []),
    { value: 'user', label: t('options.owner.user') },
    ...(withQueues.includes(object)
      ? [
          { value: 'queue', label: t('options.owner.queue') },
          { value: 'assignment_rules', label: t('options.owner.assignment_rules') },
        ]
      : []),
  ];
  const present = owner === null ? 'usual' : isNamed ? owner.id : owner.kind;
  return (
    <Choice
      name={props.name}
      value={present}
      options={
        options.some(({ value }) => value === present)
          ? options
          : [...options, { value: present, label: owner ? t(`options.owner.${owner.kind}`) : present }]
      }
      onChoose={(value) => {
        if (value === 'user' || value === 'queue') setPicking(value);
        else if (value === 'usual') props.onChoose(null);
        else if (value === 'keep' || value === 'host' || value === 'assignment_rules')
          props.onChoose({ kind: value });
      }}
    />
  );
}

/** Who takes over for a host who is nobody in Salesforce; null: the API user. */
export function FallbackChoice(props: {
  name: string;
  owner: { id: string; name: string } | null;
  onChoose: (owner: { id: string; name: string } | null) => void;
}) {
  const t = useTexts('rules');
  const [picking, setPicking] = useState(false);
  if (picking) {
    return (
      <PersonPicker
        kind="user"
        label={`${props.name}: ${t('owner.choose')}`}
        onCancel={() => setPicking(false)}
        onPick={(person) => {
          setPicking(false);
          props.onChoose(person);
        }}
      />
    );
  }
  return (
    <Choice
      name={props.name}
      value={props.owner?.id ?? ''}
      options={[
        { value: '', label: t('options.owner.apiUser') },
        ...(props.owner ? [{ value: props.owner.id, label: props.owner.name }] : []),
        { value: 'user', label: t('options.owner.user') },
      ]}
      onChoose={(value) => {
        if (value === 'user') setPicking(true);
        else if (value === '') props.onChoose(null);
      }}
    />
  );
}
