// Keys for programs: the list, and the one that was just made, whose text is shown only now.
import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CopyField } from '../parts/copy-field.tsx';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import { ApiKeyRow } from './api-key-row.tsx';
import { useApiKeys } from './settings-queries.ts';
import classes from './settings.module.css';

const code = (text: ReactNode) => <code>{text}</code>;

export function ApiKeysPart() {
  const t = useTexts('settings');
  const found = useApiKeys();
  const [made, setMade] = useState<{ id: string; name: string; key: string } | null>(null);
  const [asking, setAsking] = useState(false);
  const keys = found.data?.apiKeys ?? [];
  const formOpen = asking || (found.isSuccess && keys.length === 0 && !made);
  return (
    <Card
      title={t('keys.title')}
      aside={
        !formOpen && found.isSuccess && <Button onClick={() => setAsking(true)}>{t('keys.make')}</Button>
      }
    >
      <p className={classes.detail}>{t.rich('keys.text', { code })}</p>
      {made && keys.some(({ id }) => id === made.id) && (
        <Notice
          tone="warn"
          role="status"
          title={t('keys.madeTitle', { name: made.name })}
          actions={
            <Button variant="default" size="sm" onClick={() => setMade(null)}>
              {t('done')}
            </Button>
          }
        >
          <p>{t('keys.madeText')}</p>
          <CopyField label={t('keys.label')} value={made.key} />
        </Notice>
      )}
      {formOpen && (
        <ApiKeyForm
          onMade={(key) => {
            setMade(key);
            setAsking(false);
          }}
          onCancel={keys.length > 0 ? () => setAsking(false) : null}
        />
      )}
      {found.isPending && <Skeleton height={42} />}
      {found.isError && (
        <LoadFailed
          what={t('keys.loadFailed')}
          error={asApiError(found.error)}
          onRetry={() => void found.refetch()}
          retrying={found.isFetching}
        />
      )}
      {found.isSuccess && keys.length === 0 && <p className={classes.detail}>{t('keys.none')}</p>}
      {keys.length > 0 && (
        <ul className={classes.list}>
          {keys.map((key) => (
            <li key={key.id} className={classes.item}>
              <ApiKeyRow apiKey={key} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
