// "Is this the API user?": asked before anything is replaced. Both names side by side, what speaks against, two buttons.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Attempt, ConnectionMode } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './confirm-user.module.css';
import { useConfirmUser, useRejectUser } from './connection-queries.ts';
import { needsOf } from './api-user-needs.tsx';
import { orgLabel } from './org-label.ts';

type Found = NonNullable<Attempt['found']>;

export function ConfirmUser(props: {
  attempt: Attempt;
  mode: ConnectionMode;
  found: Found;
  onLeave: () => void;
}) {
  const t = useTexts('connection');
  const { attempt, found, onLeave } = props;
  const confirm = useConfirmUser();
  const reject = useRejectUser();
  const [logoutUrl, setLogoutUrl] = useState<string>();
  const failure = confirm.error ?? reject.error;

  if (logoutUrl) return <LogOutFirst logoutUrl={logoutUrl} onLeave={onLeave} />;

  const use = () =>
    confirm.mutate(attempt.id, {
      onSuccess: ({ connection }) => {
        announce(t('connected.announce', { org: orgLabel(connection), username: connection.username }));
        onLeave();
      },
    });
  const logOut = () => reject.mutate(attempt.id, { onSuccess: (answer) => setLogoutUrl(answer.logoutUrl) });
  // A change of org is no fault of the user, and still nothing to overlook.
  const isOtherOrg = attempt.previous != null && attempt.previous.orgId !== found.orgId;
  const doubtful = attempt.concerns.length > 0 || isOtherOrg;
  return (
    <Screen title={t('confirm.title')} lead={t('confirm.lead', { username: found.username })}>
      <Card>
        <div className={classes.pair}>
          {attempt.previous ? (
            <div className={classes.side}>
              <p className={classes.caption}>{t('confirm.untilNow')}</p>
              <p className={classes.name}>{attempt.previous.username}</p>
              <p className={classes.detail}>{attempt.previous.orgName}</p>
            </div>
          ) : (
            <div className={classes.side}>
              <p className={classes.caption}>{t('confirm.needed')}</p>
              <p className={classes.name}>{t('confirm.apiUser')}</p>
              <ul className={classes.needs}>
                {needsOf[props.mode].map((need) => (
                  <li key={need}>{t(`needs.${need}.title`)}</li>
                ))}
              </ul>
            </div>
          )}
          <IconArrowRight size={22} stroke={1.6} aria-hidden className={classes.arrow} />
          <div className={classes.side} data-found>
            <p className={classes.caption}>{t('confirm.found')}</p>
            <p className={classes.name}>{found.username}</p>
            <p className={classes.detail}>{found.displayName}</p>
            <dl className={classes.facts}>
              <dt>{t('confirm.org')}</dt>
              <dd>{found.orgName}</dd>
              <dt>{t('confirm.kind')}</dt>
              <dd>
                {t(`kinds.${found.kind}`)}, {found.edition}
              </dd>
              {found.profile && (
                <>
                  <dt>{t('confirm.profile')}</dt>
                  <dd>{found.profile}</dd>
                </>
              )}
              {found.license && (
                <>
                  <dt>{t('confirm.license')}</dt>
                  <dd>{found.license}</dd>
                </>
              )}
            </dl>
          </div>
        </div>
        {doubtful && (
          <Notice tone="warn" title={t('confirm.against')}>
            <ul className={classes.concerns}>
              {attempt.concerns.map((concern) => (
                <li key={concern}>{concern}</li>
              ))}
              {isOtherOrg && <li>{t('confirm.otherOrg')}</li>}
            </ul>
          </Notice>
        )}
        {failure && (
          <ErrorNotice
            what={confirm.error ? t('confirm.useFailed') : t('confirm.logOutFailed')}
            why={failure.message}
            fix={asApiError(failure).fix}
          />
        )}
        <div className={classes.actions}>
          <Button
            onClick={use}
            loading={confirm.isPending}
            disabled={reject.isPending}
            variant={doubtful ? 'default' : 'filled'}
          >
            {t('confirm.use')}
          </Button>
          <Button
            onClick={logOut}
            loading={reject.isPending}
            disabled={confirm.isPending}
            variant={doubtful ? 'filled' : 'default'}
          >
            {t('confirm.logOut')}
          </Button>
        </div>
      </Card>
    </Screen>
  );
}

function LogOutFirst({ logoutUrl, onLeave }: { logoutUrl: string; onLeave: () => void }) {
  const t = useTexts('connection.confirm');
  return (
    <Screen title={t('logOutTitle')} lead={t('logOutLead')}>
      <Card>
        <ol className={classes.steps}>
          <li>
            <ExternalLink href={logoutUrl}>{t('logOutLink')}</ExternalLink>
            <p className={classes.detail}>{t('logOutHint')}</p>
          </li>
          <li>
            <p>{t('comeBack')}</p>
          </li>
        </ol>
        <div className={classes.actions}>
          <Button onClick={onLeave}>{t('again')}</Button>
        </div>
      </Card>
    </Screen>
  );
}
