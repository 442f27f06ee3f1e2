// Hosts and the Salesforce users they are: by which ways, who is unmatched, a table for those set by hand, and who takes over
// where there is nobody.
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withParts } from '../parts-of-text.ts';
import { hostWays } from '../set-up-document.ts';
import { Sentence } from './choice.tsx';
import { HostsTable } from './hosts-table.tsx';
import { OrderList } from './order-list.tsx';
import { FallbackChoice } from './owner-choice.tsx';
import { RuleNotes } from './rule-notes.tsx';
import { useRules } from './use-rules.ts';

export function HostRules() {
  const t = useTexts('rules');
  const { rules, set, setHosts } = useRules();
  return (
    <Card title={t('sections.hosts')}>
      <Sentence>
        {t('sentences.hosts')}
        <OrderList
          label={t('paths.hosts.by')}
          all={hostWays}
          chosen={rules.hosts.by}
          tell={(way) => t(`options.hostWay.${way}`)}
          onChange={(by) => setHosts({ by })}
        />
      </Sentence>
      <HostsTable />
      <Sentence notes={<RuleNotes paths={['rules.fallbackOwner']} />}>
        {t.rich(
          'sentences.fallback',
          withParts({
            owner: (
              <FallbackChoice
                name={t('paths.fallbackOwner')}
                owner={rules.fallbackOwner}
                onChoose={(fallbackOwner) => set({ fallbackOwner })}
              />
            ),
          }),
        )}
      </Sentence>
    </Card>
  );
}
