// Disconnecting, quiet, and confirmed in place by naming what it destroys.
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Connection } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useDisconnect } from './connection-queries.ts';
import { orgLabel } from './org-label.ts';

export function Disconnect({ connection }: { connection: Connection }) {
  const [asking, setAsking] = useState(false);
  const disconnect = useDisconnect();
  const opener = useRef<HTMLButtonElement>(null);
  if (!asking) {
    return (
      <div>
        <Button
          ref={opener}
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => setAsking(true)}
          ml={-6}
        >
          Disconnect…
        </Button>
      </div>
    );
  }
  return (
    <Notice
      tone="bad"
      title={`Disconnect ${connection.username} from ${orgLabel(connection)}?`}
      actions={
        <>
          <Button
            color="red"
            size="sm"
            autoFocus
            loading={disconnect.isPending}
            onClick={() =>
              disconnect.mutate(undefined, {
                onSuccess: () => announce(`Disconnected from ${orgLabel(connection)}.`),
              })
            }
          >
            Disconnect {connection.username}
          </Button>
          <Button
            variant="default"
            size="sm"
            disabled={disconnect.isPending}
            onClick={() => {
              setAsking(false);
              requestAnimationFrame(() => opener.current?.focus());
            }}
          >
            Stay connected
          </Button>
        </>
      }
    >
      <p>
        Its access is revoked at Salesforce, and the tokens kept here are deleted. To connect again, somebody
        must log in as this user.
      </p>
      <p>
        Sources and bookings stay. New bookings are accepted and wait here; nothing is written to Salesforce
        until you connect again.
      </p>
      {disconnect.isError && (
        <ErrorNotice
          what="The connection was not cut."
          why={disconnect.error.message}
          fix={asApiError(disconnect.error).fix}
        />
      )}
    </Notice>
  );
}
