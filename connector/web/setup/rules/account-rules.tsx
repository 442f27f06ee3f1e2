// The Account of a new Contact.
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import { Choice, Sentence } from './choice.tsx';
import { DomainList } from './domain-list.tsx';
import { OwnerChoice } from './owner-choice.tsx';
import { RecordTypeSentence } from './record-type-choice.tsx';
import { toYesNo, useRuleChoices } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function AccountRules() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { rules, setAccount } = useRules();
  const { account } = rules;
  const create = (
    <Choice
      name={t('paths.account.createForContact')}
      value={toYesNo(account.createForContact)}
      options={choices.createForContact}
      onChoose={(value) => setAccount({ createForContact: value === 'yes' })}
    />
  );
  return (
    <Card title={t('sections.account')}>
      <Sentence notes={<RuleNotes paths={['rules.account.match']} />}>
        {t.rich(
          'sentences.accountMatch',
          withParts({
            choice: (
              <Choice
                name={t('paths.account.match')}
                value={account.match}
                options={choices.accountMatch}
                onChoose={(match) => setAccount({ match })}
              />
            ),
          }),
        )}
      </Sentence>
      {account.match === 'domain' && (
        <Sentence notes={<RuleNotes paths={['rules.account.ignoredDomains']} />}>
          {t('sentences.ignored')}
          <DomainList
            domains={account.ignoredDomains}
            onChange={(ignoredDomains) => setAccount({ ignoredDomains })}
          />
        </Sentence>
      )}
      <Sentence notes={<RuleNotes paths={['rules.account.createForContact', 'rules.account.ownerOfNew']} />}>
        {account.createForContact
          ? t.rich(
              'sentences.accountCreateOwned',
              withParts({
                choice: create,
                owner: (
                  <OwnerChoice
                    name={t('paths.account.ownerOfNew')}
                    object="Account"
                    owner={account.ownerOfNew}
                    onChoose={(owner) => owner && setAccount({ ownerOfNew: owner })}
                  />
                ),
              }),
            )
          : t.rich('sentences.accountCreate', withParts({ choice: create }))}
      </Sentence>
      {account.createForContact && (
        <RecordTypeSentence
          name={t('paths.account.recordTypeId')}
          path="rules.account.recordTypeId"
          object="Account"
          value={account.recordTypeId}
          onChoose={(recordTypeId) => setAccount({ recordTypeId })}
        />
      )}
      <Sentence notes={<RuleNotes paths={['rules.account.found']} />}>
        {t.rich(
          'sentences.accountFound',
          withParts({
            choice: (
              <Choice
                name={t('paths.account.found')}
                value={account.found}
                options={choices.found}
                onChoose={(found) => setAccount({ found })}
              />
            ),
          }),
        )}
      </Sentence>
    </Card>
  );
}
