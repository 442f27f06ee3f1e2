// How a person is found: by what, in which order, in which fields, and what happens when that is not clear.
import { MultiSelect, TextInput } from '@mantine/core';
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { withParts } from '../parts-of-text.ts';
import { matchKeys } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import { Choice, Sentence } from './choice.tsx';
import { scrolling } from '../fields/scrolling.ts';
import classes from './finding-rules.module.css';
import { OrderList } from './order-list.tsx';
import { useRuleChoices } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function FindingRules() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { rules, setMatch } = useRules();
  const { match } = rules;
  return (
    <Card title={t('sections.find')}>
      <Sentence notes={<RuleNotes paths={['rules.match.order']} />}>
        {t('sentences.order')}
        <OrderList
          label={t('paths.match.order')}
          all={matchKeys}
          chosen={match.order}
          tell={(key) => t(`options.matchKey.${key}`)}
          empty={t('list.empty')}
          onChange={(order) => setMatch({ order })}
        />
      </Sentence>
      <SearchedFields />
      <Sentence>
        {t.rich(
          'sentences.tie',
          withParts({
            choice: (
              <Choice
                name={t('paths.match.tie')}
                value={match.tie}
                options={choices.tie}
                onChoose={(tie) => setMatch({ tie })}
              />
            ),
          }),
        )}
      </Sentence>
      <Sentence>
        {t.rich(
          'sentences.linked',
          withParts({
            choice: (
              <Choice
                name={t('paths.match.linkedRecordDiffers')}
                value={match.linkedRecordDiffers}
                options={choices.linkedRecordDiffers}
                onChoose={(linkedRecordDiffers) => setMatch({ linkedRecordDiffers })}
              />
            ),
          }),
        )}
      </Sentence>
      <RecordIdParameter />
    </Card>
  );
}

/** Which e-mail and phone fields count; only those of a kind that is looked for at all. */
function SearchedFields() {
  const t = useTexts('rules');
  const { objects } = useObjects();
  const { rules, setMatch } = useRules();
  const { match } = rules;
  const kinds = [
    { list: 'emailFields', object: 'Contact', type: 'email', key: 'contact_email' },
    { list: 'emailFields', object: 'Lead', type: 'email', key: 'lead_email' },
    { list: 'phoneFields', object: 'Contact', type: 'phone', key: 'contact_phone' },
    { list: 'phoneFields', object: 'Lead', type: 'phone', key: 'lead_phone' },
  ] as const;
  const asked = kinds.filter(({ key }) => match.order.includes(key));
  if (asked.length === 0) return null;
  return (
    <div className={classes.fields}>
      {asked.map(({ list, object, type, key }) => {
        const known = objects[object]?.fields.filter((field) => field.type === type) ?? [];
        const chosen = match[list][object];
        const gone = chosen.filter((name) => !known.some((field) => field.name === name));
        return (
          <div key={key}>
            <MultiSelect
              {...scrolling}
              label={t(`paths.match.${list}.${object}`)}
              data={[
                ...known.map(({ name, label }) => ({ value: name, label })),
                ...gone.map((name) => ({ value: name, label: name })),
              ]}
              value={chosen}
              onChange={(names) => setMatch({ [list]: { ...match[list], [object]: names } })}
            />
            <RuleNotes paths={[`rules.match.${list}.${object}`]} />
          </div>
        );
      })}
    </div>
  );
}

function RecordIdParameter() {
  const t = useTexts('rules');
  const { setUp, change } = useDraft();
  return (
    <Sentence notes={<RuleNotes paths={['recordIdParameter']} />}>
      {t.rich(
        'sentences.parameter',
        withParts({
          field: (
            <TextInput
              size="xs"
              className={classes.parameter ?? ''}
              aria-label={t('parameter.label')}
              placeholder={t('parameter.placeholder')}
              maxLength={80}
              value={setUp.recordIdParameter ?? ''}
              onChange={(event) => {
                const typed = event.currentTarget.value.trim();
                change((present) => ({ ...present, recordIdParameter: typed === '' ? null : typed }));
              }}
            />
          ),
        }),
      )}
    </Sentence>
  );
}
