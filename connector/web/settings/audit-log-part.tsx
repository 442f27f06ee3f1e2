// Who changed what, and who signed in: newest first, page by page.
import { Button, Skeleton } from '@mantine/core';
import { LoadFailed } from '../parts/notice.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { en } from '../texts/en.ts';
import { useTexts } from '../texts/texts.tsx';
import type { LogEntry } from './settings-api.ts';
import { useAuditLog } from './settings-queries.ts';
import classes from './settings.module.css';

type Deed = keyof typeof en.deeds;

function isKnown(action: string): action is Deed {
  return Object.hasOwn(en.deeds, action);
}

export function AuditLogPart() {
  const t = useTexts('settings');
  const log = useAuditLog();
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Card title={t('log.title')}>
      <p className={classes.detail}>{t('log.text')}</p>
      {log.isPending && <Skeleton height={240} />}
      {log.isSuccess && entries.length === 0 && <p>{t('log.none')}</p>}
      {entries.length > 0 && <LogTable entries={entries} />}
      {log.isError && (
        <LoadFailed
          what={t('log.loadFailed')}
          error={asApiError(log.error)}
          onRetry={() => void (entries.length > 0 ? log.fetchNextPage() : log.refetch())}
          retrying={log.isFetching}
        />
      )}
      {log.hasNextPage && !log.isError && (
        <div>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('log.more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function LogTable({ entries }: { entries: LogEntry[] }) {
  const t = useTexts('settings');
  const deeds = useTexts('deeds');
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('log.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('log.when')}</th>
          <th scope="col">{t('log.who')}</th>
          <th scope="col">{t('log.what')}</th>
          <th scope="col">{t('log.from')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, at, by, action, address }) => (
          <tr key={id}>
            <td className={classes.when}>
              <RelativeTime at={at} lowercase={false} />
            </td>
            <td className={classes.who}>{by}</td>
            <td className={classes.what}>{isKnown(action) ? deeds(action) : <code>{action}</code>}</td>
            <td className={classes.from}>{address}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
