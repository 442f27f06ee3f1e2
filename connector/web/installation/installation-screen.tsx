// Set-up, phase "Installation": three rows with their live state, what Bookbridge can do about each, and the other ways.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Session } from '../api.ts';
import { ConnectionSkeleton } from '../connection/connection-skeleton.tsx';
import { announce } from '../parts/announce.ts';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { ErrorNotice, LoadFailed, Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { ApiError, asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { AppRow } from './app-row.tsx';
import type { Installation } from './installation-api.ts';
import {
  useInstallation,
  useJob,
  useLayouts,
  useLookAgain,
  useStartInstallation,
} from './installation-queries.ts';
import classes from './installation.module.css';
import { JobProgress } from './job-progress.tsx';
import { LayoutsRow } from './layouts-row.tsx';
import { OtherWays } from './other-ways.tsx';
import { PermissionSetRow } from './permission-set-row.tsx';
import { UpgradePreview } from './upgrade-preview.tsx';

export function InstallationScreen(_props: { session: Session }) {
  const t = useTexts('installation');
  const installation = useInstallation(true);
  if (installation.isPending) {
    return (
      <Screen title={t('title')} lead={t('lead')}>
        <ConnectionSkeleton />
      </Screen>
    );
  }
  if (installation.isError && !installation.data) {
    const { error } = installation;
    const isUnconnected = error instanceof ApiError && error.code === 'not_connected';
    return (
      <Screen title={t('title')} lead={t('lead')}>
        {isUnconnected ? (
          <Notice
            tone="info"
            title={t('notConnected')}
            actions={
              <Button component={Link} to="/setup/api-connection" size="sm">
                {t('toConnection')}
              </Button>
            }
          >
            <p>{t('notConnectedText')}</p>
          </Notice>
        ) : (
          <LoadFailed
            what={t('loadFailed')}
            error={asApiError(error)}
            onRetry={() => void installation.refetch()}
            retrying={installation.isFetching}
          />
        )}
      </Screen>
    );
  }
  return <Found found={installation.data} />;
}

function Found({ found }: { found: Installation }) {
  const t = useTexts('installation');
  const [jobId, setJobId] = useState<string | null>(null);
  const [previewing, setPreviewing] = useState(false);
  // Somebody may have started one before this page was loaded, here or elsewhere.
  const followed = jobId ?? (worthShowing(found) ? (found.job?.id ?? null) : null);
  const job = useJob(followed);
  const start = useStartInstallation((id) => {
    setPreviewing(false);
    setJobId(id);
  });
  const isInstalling = start.isPending || job.data?.state === 'running';
  const { app, permissionSet, canInstall, org } = found;
  const layouts = useLayouts(canInstall.ok && !isInstalling);
  const lookAgain = useLookAgain();
  const refusal = layouts.data?.refusal;
  // Salesforce's own no counts for more than the rights of the user.
  const mayInstall = canInstall.ok && !refusal;

  const install = () => {
    const what =
      permissionSet.state === 'assigned' || !permissionSet.assignable ? ['app'] : ['app', 'permission_set'];
    // Something of the same name may be there without the app: then that is shown first.
    const differs = job.data?.steps.some(({ problem }) => problem?.code === 'changes_not_shown');
    if (app.state === 'missing' && !differs) start.mutate({ what });
    else setPreviewing(true);
  };
  return (
    <Screen
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button
          variant="default"
          size="sm"
          leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
          onClick={() => void lookAgain().then(() => announce(t('lookedAgain')))}
        >
          {t('lookAgain')}
        </Button>
      }
    >
      {!mayInstall && app.state !== 'current' && (
        <Notice tone="warn" title={t('cannot.title')}>
          <p>
            {canInstall.ok
              ? t('cannot.edition', { message: refusal?.message ?? '' })
              : t('cannot.no_right', { username: org.username })}
          </p>
        </Notice>
      )}
      {start.isError && !('jobId' in asApiError(start.error).fields) && (
        <ErrorNotice what={t('job.notStarted')} why={start.error.message} fix={asApiError(start.error).fix} />
      )}
      {job.data && <JobProgress job={job.data} onAgain={isInstalling ? undefined : install} />}
      {job.isError && <ErrorNotice what={t('job.lost')} why={job.error.message} />}
      <Card>
        <ul className={classes.rows}>
          <AppRow app={app} mayInstall={mayInstall && !previewing} busy={isInstalling} onInstall={install} />
          <PermissionSetRow
            found={found}
            busy={isInstalling}
            onAssign={() => start.mutate({ what: ['permission_set'] })}
          />
          <LayoutsRow
            found={found}
            layouts={layouts}
            busy={isInstalling}
            onChange={(what, diffId) => start.mutate({ what: [what], diffId })}
          />
        </ul>
      </Card>
      {previewing && (
        <UpgradePreview
          found={found}
          busy={isInstalling}
          onCancel={() => setPreviewing(false)}
          onInstall={(what, diffId) => start.mutate({ what, diffId })}
        />
      )}
      <OtherWays found={found} />
    </Screen>
  );
}

/** A job of the past says something only while it runs, or as long as what it should have brought is missing. */
function worthShowing({ job, app }: Installation): boolean {
  return job !== null && (job.state === 'running' || (job.state === 'failed' && app.state !== 'current'));
}
