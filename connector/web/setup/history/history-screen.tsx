// History, export and import of the set-up. What is unsaved in a phase is saved or dropped there first: bringing something
// back must never mix with it.
import { Button } from '@mantine/core';
import type { Session } from '../../api.ts';
import { useMayChange } from '../../frame/session.ts';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { LoadFailed, Notice } from '../../parts/notice.tsx';
import { Card, Screen } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraftOf } from '../draft/draft-store.ts';
import { PhaseSkeleton } from '../phases/phase-skeleton.tsx';
import { useSetUp } from '../setup-queries.ts';
import { ChangesList } from './changes-list.tsx';
import classes from './history.module.css';
import { ImportFile } from './import-file.tsx';

export function HistoryScreen({ session }: { session: Session }) {
  const t = useTexts('setUpHistory');
  const tSetup = useTexts('setup');
  const tPeople = useTexts('people');
  const mayChange = useMayChange();
  const setUp = useSetUp();
  const isUnsaved = useDraftOf(session.workspace?.id ?? '') !== null;
  if (setUp.isPending) return <PhaseSkeleton label={tSetup('loading')} />;
  if (!setUp.data) {
    return (
      <Screen title={t('title')} wide>
        <LoadFailed
          what={tSetup('loadFailed')}
          error={asApiError(setUp.error)}
          onRetry={() => void setUp.refetch()}
          retrying={setUp.isFetching}
        />
      </Screen>
    );
  }
  return (
    <Screen title={t('title')} lead={t('lead')} wide>
      {!mayChange && <Notice tone="info">{tPeople('viewerNote')}</Notice>}
      {isUnsaved && (
        <Notice tone="warn" role="status">
          <p>{t('unsaved')}</p>
        </Notice>
      )}
      <Card title={t('list')}>
        <ChangesList revision={setUp.data.revision} canRestore={mayChange && !isUnsaved} />
      </Card>
      <div className={classes.files}>
        <Card title={t('exportTitle')}>
          <p className={classes.quiet}>{t('exportLead')}</p>
          <div>
            <Button
              component="a"
              href="/api/setup/export"
              download
              variant="default"
              size="sm"
              leftSection={<IconDownload size={16} stroke={1.8} aria-hidden />}
            >
              {t('export')}
            </Button>
          </div>
        </Card>
        {mayChange && <ImportFile revision={setUp.data.revision} canImport={!isUnsaved} />}
      </div>
    </Screen>
  );
}
