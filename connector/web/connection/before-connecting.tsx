// Before a connection: what an API user is, which rights it should have, where it is, and the way to Salesforce.
import { useState } from 'react';
import type { ConnectionPage } from '../api.ts';
import { AdminLinkCard } from '../admin-link/admin-link-card.tsx';
import { Fold } from '../parts/fold.tsx';
import { Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { ApiUserNeeds } from './api-user-needs.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ErrorCodeField } from './error-code-field.tsx';
import { cameBackWithoutResult } from './journey.ts';
import { ModeChoice } from './mode-choice.tsx';
import { orgLabel } from './org-label.ts';
import { usualMode } from './usual-mode.ts';

export function BeforeConnecting({ page, tryOut }: { page: ConnectionPage; tryOut: boolean }) {
  const t = useTexts('connection.before');
  const last = page.connection;
  const returned = cameBackWithoutResult();
  const [mode, setMode] = useState(() => usualMode(page));
  // Where every environment logs in by itself, nobody leaves for Salesforce.
  const goesToSalesforce = page.environments.some(({ unattended }) => !unattended);
  return (
    <Screen title={t('title')} lead={t('lead')}>
      {last && (
        <Notice tone="info" title={t('disconnected', { org: orgLabel(last) })}>
          <p>{t('last', { username: last.username, waiting: last.waitingBookings })}</p>
        </Notice>
      )}
      {returned && (
        <Notice tone="warn" title={t('returned')}>
          <p>{t('returnedText')}</p>
        </Notice>
      )}
      <Card title={t('needs')}>
        <ModeChoice mode={mode} onChoose={setMode} />
        <ApiUserNeeds mode={mode} />
      </Card>
      <Card title={t('where')}>
        <ConnectForm
          environments={page.environments}
          callbackUrl={page.callbackUrl}
          mode={mode}
          tryOut={tryOut}
        />
      </Card>
      <AdminLinkCard />
      {(goesToSalesforce || returned) && (
        <Fold summary={t('errorPage')} open={returned}>
          <ErrorCodeField />
        </Fold>
      )}
    </Screen>
  );
}
