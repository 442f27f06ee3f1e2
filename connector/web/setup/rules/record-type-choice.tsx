// The record type of a new record, where the object has more than the master one.
import { withParts } from '../parts-of-text.ts';
import { useTexts } from '../../texts/texts.tsx';
import type { MappedObject } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import { Choice, Sentence } from './choice.tsx';
import { RuleNotes } from './rule-notes.tsx';

export function useRecordTypes(object: MappedObject) {
  const { objects } = useObjects();
  return (objects[object]?.recordTypes ?? []).filter(({ isMaster }) => !isMaster);
}

export function RecordTypeChoice(props: {
  name: string;
  object: MappedObject;
  value: string | null;
  usual?: boolean;
  onChoose: (id: string | null, isUsual: boolean) => void;
  /** With `usual`: it follows the general rules now. */
  isUsual?: boolean;
}) {
  const t = useTexts('rules');
  const types = useRecordTypes(props.object);
  const known = types.some(({ id }) => id === props.value);
  const options = [
    ...(props.usual ? [{ value: 'usual', label: t('options.asUsual') }] : []),
    { value: '', label: t('options.recordTypeDefault') },
    ...types
      .filter(({ available, id }) => available || id === props.value)
      .map(({ id, name, available }) => ({
        value: id,
        label: available ? name : t('options.recordTypeUnavailable', { name }),
      })),
    ...(props.value !== null && !known
      ? [{ value: props.value, label: t('options.recordTypeGone', { id: props.value }) }]
      : []),
  ];
  return (
    <Choice
      name={props.name}
      value={props.isUsual ? 'usual' : (props.value ?? '')}
      options={options}
      onChoose={(value) =>
        props.onChoose(value === '' || value === 'usual' ? null : value, value === 'usual')
      }
    />
  );
}

/** "Its record type is …": a sentence of its own, and none where there is nothing to choose. */
export function RecordTypeSentence(props: {
  name: string;
  path: string;
  object: MappedObject;
  value: string | null;
  onChoose: (id: string | null) => void;
}) {
  const t = useTexts('rules');
  const types = useRecordTypes(props.object);
  if (types.length === 0 && props.value === null) return null;
  return (
    <Sentence notes={<RuleNotes paths={[props.path]} />}>
      {t.rich(
        'sentences.recordType',
        withParts({
          choice: (
            <RecordTypeChoice
              name={props.name}
              object={props.object}
              value={props.value}
              onChoose={(id) => props.onChoose(id)}
            />
          ),
        }),
      )}
    </Sentence>
  );
}
