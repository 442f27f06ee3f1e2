// Phase 5: what is created or updated, and who owns it, as sentences whose bold parts are choices.
import type { Session } from '../../api.ts';
import { asApiError } from '../../request.ts';
import { OrgUnread } from '../fields/org-unread.tsx';
import { PhaseScreen } from '../phases/phase-screen.tsx';
import { useObjects } from '../setup-queries.ts';
import { AccountRules } from './account-rules.tsx';
import { CaseRules } from './case-rules.tsx';
import { EventRules } from './event-rules.tsx';
import { Exceptions } from './exceptions.tsx';
import { FindingRules } from './finding-rules.tsx';
import { HostRules } from './host-rules.tsx';
import { PersonRules } from './person-rules.tsx';

export function CreationRulesScreen({ session }: { session: Session }) {
  return (
    <PhaseScreen session={session} phase="creation-rules">
      <Rules />
    </PhaseScreen>
  );
}

function Rules() {
  const { error, refetch } = useObjects();
  return (
    <>
      {error && <OrgUnread error={asApiError(error)} onRetry={() => void refetch()} />}
      <PersonRules />
      <EventRules />
      <AccountRules />
      <CaseRules />
      <HostRules />
      <FindingRules />
      <Exceptions />
    </>
  );
}
