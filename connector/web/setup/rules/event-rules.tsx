// The meeting's Event, and the Opportunity that a link may name.
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import { Choice, Sentence } from './choice.tsx';
import { OwnerChoice } from './owner-choice.tsx';
import { RecordTypeSentence } from './record-type-choice.tsx';
import { toYesNo, useRuleChoices } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function EventRules() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { rules, set, setEvent } = useRules();
  const { event } = rules;
  const create = (
    <Choice
      name={t('paths.event.create')}
      value={toYesNo(event.create)}
      options={choices.eventCreate}
      onChoose={(value) => setEvent({ create: value === 'yes' })}
    />
  );
  return (
    <Card title={t('sections.event')}>
      <Sentence notes={<RuleNotes paths={['rules.event.create', 'rules.event.owner']} />}>
        {event.create
          ? t.rich(
              'sentences.eventCreateOwned',
              withParts({
                choice: create,
                owner: (
                  <OwnerChoice
                    name={t('paths.event.owner')}
                    object="Event"
                    owner={event.owner}
                    onChoose={(owner) => owner && setEvent({ owner })}
                  />
                ),
              }),
            )
          : t.rich('sentences.eventCreate', withParts({ choice: create }))}
      </Sentence>
      {event.create && (
        <>
          <RecordTypeSentence
            name={t('paths.event.recordTypeId')}
            path="rules.event.recordTypeId"
            object="Event"
            value={event.recordTypeId}
            onChoose={(recordTypeId) => setEvent({ recordTypeId })}
          />
          <Sentence notes={<RuleNotes paths={['rules.event.whenDeleted']} />}>
            {t.rich(
              'sentences.eventDeleted',
              withParts({
                choice: (
                  <Choice
                    name={t('paths.event.whenDeleted')}
                    value={event.whenDeleted}
                    options={choices.whenDeleted}
                    onChoose={(whenDeleted) => setEvent({ whenDeleted })}
                  />
                ),
              }),
            )}
          </Sentence>
        </>
      )}
      <Sentence>
        {t.rich(
          'sentences.canceled',
          withParts({
            choice: (
              <Choice
                name={t('paths.canceledBeforeWrite')}
                value={rules.canceledBeforeWrite}
                options={choices.canceledBeforeWrite}
                onChoose={(canceledBeforeWrite) => set({ canceledBeforeWrite })}
              />
            ),
          }),
        )}
      </Sentence>
      <Sentence notes={<RuleNotes paths={['rules.opportunity.link']} />}>
        {t.rich(
          'sentences.opportunity',
          withParts({
            choice: (
              <Choice
                name={t('paths.opportunity.link')}
                value={toYesNo(rules.opportunity.link)}
                options={choices.opportunity}
                onChoose={(value) => set({ opportunity: { link: value === 'yes' } })}
              />
            ),
          }),
        )}
      </Sentence>
    </Card>
  );
}
