// Someone unknown, and someone known.
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import type { Owner } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import { Choice, Sentence } from './choice.tsx';
import { OwnerChoice } from './owner-choice.tsx';
import { RecordTypeSentence } from './record-type-choice.tsx';
import { useRuleChoices } from './rule-choices.ts';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function PersonRules() {
  return (
    <>
      <UnknownPerson />
      <KnownPerson />
    </>
  );
}

function UnknownPerson() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { objects } = useObjects();
  const { rules, set, setLead, setContact, setAccount } = useRules();
  const hasPersonAccounts =
    rules.unknownPerson === 'person_account' ||
    (objects.Account?.fields.some(({ name }) => name === 'IsPersonAccount') ?? false);
  const made = {
    lead: {
      room: 'lead',
      object: 'Lead',
      rule: rules.lead,
      setOwner: (ownerOfNew: Owner) => setLead({ ownerOfNew }),
      setType: (recordTypeId: string | null) => setLead({ recordTypeId }),
    },
    contact: {
      room: 'contact',
      object: 'Contact',
      rule: rules.contact,
      setOwner: (ownerOfNew: Owner) => setContact({ ownerOfNew }),
      setType: (recordTypeId: string | null) => setContact({ recordTypeId }),
    },
    person_account: {
      room: 'account',
      object: 'Account',
      rule: rules.account,
      setOwner: (ownerOfNew: Owner) => setAccount({ ownerOfNew }),
      setType: (recordTypeId: string | null) => setAccount({ recordTypeId }),
    },
    none: null,
  } as const;
  const kind = made[rules.unknownPerson];
  const choice = (
    <Choice
      name={t('paths.unknownPerson')}
      value={rules.unknownPerson}
      options={choices.unknownPerson(hasPersonAccounts)}
      onChoose={(unknownPerson) => set({ unknownPerson })}
    />
  );
  return (
    <Card title={t('sections.unknown')}>
      <Sentence
        notes={
          <RuleNotes paths={['rules.unknownPerson', ...(kind ? [`rules.${kind.room}.ownerOfNew`] : [])]} />
        }
      >
        {kind
          ? t.rich(
              'sentences.unknownOwned',
              withParts({
                choice,
                owner: (
                  <OwnerChoice
                    name={t(`paths.${kind.room}.ownerOfNew`)}
                    object={kind.object}
                    owner={kind.rule.ownerOfNew}
                    onChoose={(owner) => owner && kind.setOwner(owner)}
                  />
                ),
              }),
            )
          : t.rich('sentences.unknown', withParts({ choice }))}
      </Sentence>
      {kind && (
        <RecordTypeSentence
          name={t(`paths.${kind.room}.recordTypeId`)}
          path={`rules.${kind.room}.recordTypeId`}
          object={kind.object}
          value={kind.rule.recordTypeId}
          onChoose={kind.setType}
        />
      )}
      {kind && (
        <Sentence notes={<RuleNotes paths={['rules.duplicates']} />}>
          {t.rich(
            'sentences.duplicates',
            withParts({
              choice: (
                <Choice
                  name={t('paths.duplicates')}
                  value={rules.duplicates}
                  options={choices.duplicates}
                  onChoose={(duplicates) => set({ duplicates })}
                />
              ),
            }),
          )}
        </Sentence>
      )}
    </Card>
  );
}

function KnownPerson() {
  const t = useTexts('rules');
  const choices = useRuleChoices();
  const { rules, setLead, setContact } = useRules();
  const kinds = [
    { room: 'lead', object: 'Lead', rule: rules.lead, set: setLead },
    { room: 'contact', object: 'Contact', rule: rules.contact, set: setContact },
  ] as const;
  return (
    <Card title={t('sections.known')}>
      {kinds.map(({ room, object, rule, set }) => (
        <Sentence
          key={room}
          notes={<RuleNotes paths={[`rules.${room}.found`, `rules.${room}.ownerOfFound`]} />}
        >
          {t.rich(
            `sentences.${room}`,
            withParts({
              choice: (
                <Choice
                  name={t(`paths.${room}.found`)}
                  value={rule.found}
                  options={choices.found}
                  onChoose={(found) => set({ found })}
                />
              ),
              owner: (
                <OwnerChoice
                  keep
                  name={t(`paths.${room}.ownerOfFound`)}
                  object={object}
                  owner={rule.ownerOfFound}
                  onChoose={(owner) => owner && set({ ownerOfFound: owner })}
                />
              ),
            }),
          )}
        </Sentence>
      ))}
    </Card>
  );
}
