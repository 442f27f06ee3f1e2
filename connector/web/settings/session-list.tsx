// Where this person is signed in: this session marked, any other can be ended.
import { Button, Skeleton } from '@mantine/core';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, LoadFailed } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { asApiError } from '../request.ts';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { nameBrowser } from './browser-name.ts';
import type { SignedInSession } from './settings-api.ts';
import { useEndOtherSessions, useEndSession, useSessions } from './settings-queries.ts';
import classes from './settings.module.css';

export function SessionList() {
  const t = useTexts('settings');
  const tell = useProblem();
  const found = useSessions();
  const endOthers = useEndOtherSessions();
  const end = useEndSession();
  const sessions = found.data?.sessions ?? [];
  const problem = tell(end.error ?? endOthers.error);
  return (
    <Card
      title={t('sessions.title')}
      aside={
        sessions.length > 1 && (
          <Button
            variant="default"
            size="compact-sm"
            loading={endOthers.isPending}
            onClick={() =>
              endOthers.mutate(undefined, {
                onSuccess: ({ ended }) => announce(t('sessions.othersEnded', { count: ended })),
              })
            }
          >
            {t('sessions.endOthers')}
          </Button>
        )
      }
    >
      <p className={classes.detail}>{t('sessions.text')}</p>
      {found.isPending && <Skeleton height={42} />}
      {found.isError && (
        <LoadFailed
          what={t('sessions.loadFailed')}
          error={asApiError(found.error)}
          onRetry={() => void found.refetch()}
          retrying={found.isFetching}
        />
      )}
      {problem && <ErrorNotice what={t('sessions.failed')} why={problem.what} fix={problem.fix} />}
      {sessions.length > 0 && (
        <ul className={classes.list}>
          {sessions.map((session) => (
            <li key={session.id} className={classes.item}>
              <SessionRow
                session={session}
                isEnding={end.isPending && end.variables === session.id}
                onEnd={() => end.mutate(session.id, { onSuccess: () => announce(t('sessions.ended')) })}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function SessionRow(props: { session: SignedInSession; isEnding: boolean; onEnd: () => void }) {
  const { isThis, since, lastSeenAt, address, browser } = props.session;
  const t = useTexts('settings');
  const relative = useRelativeTime();
  const known = nameBrowser(browser);
  const name = !known
    ? t('sessions.unknown')
    : known.system === null
      ? known.browser
      : t('sessions.on', { browser: known.browser, system: known.system });
  const when = relative(lastSeenAt);
  return (
    <div className={classes.row}>
      <div className={classes.about} title={browser ?? undefined}>
        <span className={classes.name}>{name}</span>
        <div className={classes.detail}>
          {t('sessions.seen', { when, since: relative(since) })}
          {address !== null && address !== '' && <> · {t('sessions.address', { address })}</>}
        </div>
      </div>
      {isThis ? (
        <StateWord tone="good" mark="done">
          {t('sessions.this')}
        </StateWord>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          loading={props.isEnding}
          aria-label={t('sessions.endNamed', { browser: name, when })}
          onClick={props.onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </div>
  );
}
