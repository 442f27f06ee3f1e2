// The exception of one event type: each part as usual, or its own.
import { Button } from '@mantine/core';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import { mappedObjects, type MappedObject, type Override } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import { Choice, Sentence } from './choice.tsx';
import classes from './exceptions.module.css';
import { OwnerChoice } from './owner-choice.tsx';
import { RecordTypeChoice, useRecordTypes } from './record-type-choice.tsx';
import { orUsual, toYesNo, useRuleChoices, type YesNo } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';

export function ExceptionFor(props: {
  override: Override;
  onChange: (override: Override) => void;
  onRemove: () => void;
}) {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { objects } = useObjects();
  const { override, onChange } = props;
  const usual = t('options.asUsual');
  const hasPersonAccounts = objects.Account?.fields.some(({ name }) => name === 'IsPersonAccount') ?? false;
  const { unknownPerson: _person, createCase: _case, createEvent: _event, owner: _owner, ...bare } = override;
  const own = {
    ...(override.unknownPerson !== undefined && { unknownPerson: override.unknownPerson }),
    ...(override.createCase !== undefined && { createCase: override.createCase }),
    ...(override.createEvent !== undefined && { createEvent: override.createEvent }),
    ...(override.owner !== undefined && { owner: override.owner }),
  };
  const without = (name: keyof typeof own): Override => {
    const { [name]: _gone, ...rest } = own;
    return { ...bare, ...rest };
  };
  const event: YesNo | 'usual' = override.createEvent === undefined ? 'usual' : toYesNo(override.createEvent);
  return (
    <section className={classes.exception} aria-label={override.name}>
      <div className={classes.header}>
        <h3 className={classes.name}>{override.name}</h3>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={props.onRemove}>
          {t('exceptions.remove')}
        </Button>
      </div>
      <Sentence>
        {t.rich(
          'exceptions.unknown',
          withParts({
            choice: (
              <Choice
                name={`${override.name}: ${t('paths.unknownPerson')}`}
                value={override.unknownPerson ?? 'usual'}
                options={orUsual(choices.unknownPerson(hasPersonAccounts), usual)}
                onChoose={(value) =>
                  onChange(
                    value === 'usual' ? without('unknownPerson') : { ...override, unknownPerson: value },
                  )
                }
              />
            ),
          }),
        )}
      </Sentence>
      <Sentence>
        {t.rich(
          'exceptions.case',
          withParts({
            choice: (
              <Choice
                name={`${override.name}: ${t('paths.case.create')}`}
                value={override.createCase ?? 'usual'}
                options={orUsual(choices.caseCreate, usual)}
                onChoose={(value) =>
                  onChange(value === 'usual' ? without('createCase') : { ...override, createCase: value })
                }
              />
            ),
          }),
        )}
      </Sentence>
      <Sentence>
        {t.rich(
          'exceptions.event',
          withParts({
            choice: (
              <Choice
                name={`${override.name}: ${t('paths.event.create')}`}
                value={event}
                options={orUsual(choices.eventCreate, usual)}
                onChoose={(value) =>
                  onChange(
                    value === 'usual'
                      ? without('createEvent')
                      : { ...override, createEvent: value === 'yes' },
                  )
                }
              />
            ),
          }),
        )}
      </Sentence>
      <Sentence>
        {t.rich(
          'exceptions.owner',
          withParts({
            owner: (
              <OwnerChoice
                usual
                name={`${override.name}: ${t('paths.lead.ownerOfNew')}`}
                object="Event"
                owner={override.owner ?? null}
                onChoose={(owner) => onChange(owner ? { ...override, owner } : without('owner'))}
              />
            ),
          }),
        )}
      </Sentence>
      {mappedObjects.map((object) => (
        <OwnRecordType key={object} object={object} override={override} onChange={onChange} />
      ))}
      <RuleNotes paths={[`overrides.${override.eventType}`]} />
    </section>
  );
}

function OwnRecordType(props: {
  object: MappedObject;
  override: Override;
  onChange: (override: Override) => void;
}) {
  const t = useTexts('rules');
  const tFields = useTexts('fields');
  const { object, override } = props;
  const types = useRecordTypes(object);
  const present = override.recordTypes?.[object];
  if (types.length === 0 && present === undefined) return null;
  const label = tFields(`objects.${object}`);
  return (
    <Sentence>
      {t.rich('exceptions.recordType', {
        object: label,
        ...withParts({
          choice: (
            <RecordTypeChoice
              usual
              isUsual={present === undefined}
              name={`${override.name}: ${t(`paths.${roomOf[object]}.recordTypeId`)}`}
              object={object}
              value={present ?? null}
              onChoose={(id, isUsual) => {
                const { [object]: _gone, ...others } = override.recordTypes ?? {};
                props.onChange({ ...override, recordTypes: isUsual ? others : { ...others, [object]: id } });
              }}
            />
          ),
        }),
      })}
    </Sentence>
  );
}

const roomOf = {
  Lead: 'lead',
  Contact: 'contact',
  Account: 'account',
  Case: 'case',
  Event: 'event',
} as const;
