// Before a connection: what an API user is, what it needs, where it is, and the way to Salesforce.
import type { ConnectionPage } from '../api.ts';
import { Fold } from '../parts/fold.tsx';
import { Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { ApiUserNeeds } from './api-user-needs.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ErrorCodeField } from './error-code-field.tsx';
import { cameBackWithoutResult } from './journey.ts';
import { orgLabel } from './org-label.ts';

export function BeforeConnecting({ page, tryOut }: { page: ConnectionPage; tryOut: boolean }) {
  const last = page.connection;
  const returned = cameBackWithoutResult();
  const goesToSalesforce = page.environments.some(({ available, unattended }) => available && !unattended);
  return (
    <Screen
      title="Connect an API user"
      lead="An API user is the one Salesforce user that Bookbridge works through. Every booking is written by it, so nobody else needs more rights."
    >
      {last && (
        <Notice tone="info" title={`Disconnected from ${orgLabel(last)}.`}>
          <p>
            The last API user was {last.username}. Your set-up and sources are still here.{' '}
            {last.waitingBookings > 0 &&
              (last.waitingBookings === 1
                ? '1 booking is waiting and is written once you connect again.'
                : `${last.waitingBookings} bookings are waiting and are written once you connect again.`)}
          </p>
        </Notice>
      )}
      {returned && (
        <Notice tone="warn" title="You went to Salesforce and came back without a result.">
          <p>
            If Salesforce showed an error, type its code below and read what it means. Otherwise connect
            again.
          </p>
        </Notice>
      )}
      <Card title="What the API user needs">
        <ApiUserNeeds needs={page.apiUserNeeds} />
      </Card>
      <Card title="Where is the API user?">
        <ConnectForm environments={page.environments} tryOut={tryOut} />
      </Card>
      {(goesToSalesforce || returned) && (
        <Fold summary="Salesforce showed an error page?" open={returned}>
          <ErrorCodeField />
        </Fold>
      )}
    </Screen>
  );
}
