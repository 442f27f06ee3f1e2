// Cases: made for each booking or not at all, and what happens to one that a link names.
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import { Choice, Sentence } from './choice.tsx';
import { OwnerChoice } from './owner-choice.tsx';
import { RecordTypeSentence } from './record-type-choice.tsx';
import { useRuleChoices } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function CaseRules() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { rules, setCase } = useRules();
  const rule = rules.case;
  const create = (
    <Choice
      name={t('paths.case.create')}
      value={rule.create}
      options={choices.caseCreate}
      onChoose={(value) => setCase({ create: value })}
    />
  );
  return (
    <Card title={t('sections.case')}>
      <Sentence notes={<RuleNotes paths={['rules.case.create', 'rules.case.ownerOfNew']} />}>
        {rule.create === 'always'
          ? t.rich(
              'sentences.caseCreateOwned',
              withParts({
                choice: create,
                owner: (
                  <OwnerChoice
                    name={t('paths.case.ownerOfNew')}
                    object="Case"
                    owner={rule.ownerOfNew}
                    onChoose={(owner) => owner && setCase({ ownerOfNew: owner })}
                  />
                ),
              }),
            )
          : t.rich('sentences.caseCreate', withParts({ choice: create }))}
      </Sentence>
      {rule.create === 'always' && (
        <RecordTypeSentence
          name={t('paths.case.recordTypeId')}
          path="rules.case.recordTypeId"
          object="Case"
          value={rule.recordTypeId}
          onChoose={(recordTypeId) => setCase({ recordTypeId })}
        />
      )}
      <Sentence notes={<RuleNotes paths={['rules.case.found', 'rules.case.ownerOfFound']} />}>
        {t.rich(
          'sentences.caseFound',
          withParts({
            choice: (
              <Choice
                name={t('paths.case.found')}
                value={rule.found}
                options={choices.found}
                onChoose={(found) => setCase({ found })}
              />
            ),
            owner: (
              <OwnerChoice
                keep
                name={t('paths.case.ownerOfFound')}
                object="Case"
                owner={rule.ownerOfFound}
                onChoose={(owner) => owner && setCase({ ownerOfFound: owner })}
              />
            ),
          }),
        )}
      </Sentence>
    </Card>
  );
}
