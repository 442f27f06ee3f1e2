// What is left of a removed source on this screen: one line with Undo.
import { Button } from '@mantine/core';
import type { Source } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useRestoreSource } from './source-queries.ts';

export function RemovedSource({ source, onGone }: { source: Source; onGone: () => void }) {
  const restore = useRestoreSource();
  return (
    <Notice
      tone="quiet"
      title={`${source.name} is removed.`}
      role="status"
      actions={
        <>
          <Button
            variant="default"
            size="sm"
            autoFocus
            loading={restore.isPending}
            onClick={() =>
              restore.mutate(source.id, {
                onSuccess: () => {
                  announce(`${source.name} is back.`);
                  onGone();
                },
              })
            }
          >
            Undo
          </Button>
          <Button
            variant="subtle"
            size="sm"
            onClick={onGone}
            aria-label={`Hide the note about ${source.name}`}
          >
            Hide
          </Button>
        </>
      }
    >
      <p>Events sent to its address are now refused. Its bookings stay.</p>
      {restore.isError && <p>It could not be brought back: {restore.error.message}</p>}
    </Notice>
  );
}
