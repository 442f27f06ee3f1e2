// "Is this the API user?": asked before anything is replaced. Both names side by side, what speaks against, two buttons.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Attempt, ConnectionPage } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { ErrorNotice, Notice } from '../parts/notice.tsx';
import { Card, Screen } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import classes from './confirm-user.module.css';
import { useConfirmUser, useRejectUser } from './connection-queries.ts';
import { kindWords, orgLabel } from './org-label.ts';

type Found = NonNullable<Attempt['found']>;

export function ConfirmUser(props: {
  attempt: Attempt;
  page: ConnectionPage;
  found: Found;
  onLeave: () => void;
}) {
  const { attempt, found, onLeave } = props;
  const confirm = useConfirmUser();
  const reject = useRejectUser();
  const [logoutUrl, setLogoutUrl] = useState<string>();
  const failure = confirm.error ?? reject.error;

  if (logoutUrl) return <LogOutFirst logoutUrl={logoutUrl} onLeave={onLeave} />;

  const use = () =>
    confirm.mutate(attempt.id, {
      onSuccess: ({ connection }) => {
        announce(`Connected to ${orgLabel(connection)} as ${connection.username}.`);
        onLeave();
      },
    });
  const logOut = () => reject.mutate(attempt.id, { onSuccess: (answer) => setLogoutUrl(answer.logoutUrl) });
  const doubtful = attempt.concerns.length > 0;
  return (
    <Screen
      title="Is this the API user?"
      lead={`You signed in at Salesforce as ${found.username}. Nothing has been changed yet.`}
    >
      <Card>
        <div className={classes.pair}>
          {attempt.previous ? (
            <div className={classes.side}>
              <p className={classes.caption}>Until now</p>
              <p className={classes.name}>{attempt.previous.username}</p>
              <p className={classes.detail}>{attempt.previous.orgName}</p>
            </div>
          ) : (
            <div className={classes.side}>
              <p className={classes.caption}>What is needed</p>
              <p className={classes.name}>An API user</p>
              <ul className={classes.needs}>
                {props.page.apiUserNeeds.map((need) => (
                  <li key={need.id}>{need.title}</li>
                ))}
              </ul>
            </div>
          )}
          <IconArrowRight size={22} stroke={1.6} aria-hidden className={classes.arrow} />
          <div className={classes.side} data-found>
            <p className={classes.caption}>Signed in just now</p>
            <p className={classes.name}>{found.username}</p>
            <p className={classes.detail}>{found.displayName}</p>
            <dl className={classes.facts}>
              <dt>Org</dt>
              <dd>{found.orgName}</dd>
              <dt>Kind</dt>
              <dd>
                {kindWords[found.kind]}, {found.edition}
              </dd>
              {found.profile && (
                <>
                  <dt>Profile</dt>
                  <dd>{found.profile}</dd>
                </>
              )}
              {found.license && (
                <>
                  <dt>Licence</dt>
                  <dd>{found.license}</dd>
                </>
              )}
            </dl>
          </div>
        </div>
        {doubtful && (
          <Notice tone="warn" title="What speaks against this user">
            <ul className={classes.concerns}>
              {attempt.concerns.map((concern) => (
                <li key={concern}>{concern}</li>
              ))}
            </ul>
          </Notice>
        )}
        {failure && (
          <ErrorNotice
            what={confirm.error ? 'This user could not be connected.' : 'The log-out could not be prepared.'}
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
            Use this user
          </Button>
          <Button
            onClick={logOut}
            loading={reject.isPending}
            disabled={confirm.isPending}
            variant={doubtful ? 'filled' : 'default'}
          >
            Log out of Salesforce and try again
          </Button>
        </div>
      </Card>
    </Screen>
  );
}

function LogOutFirst({ logoutUrl, onLeave }: { logoutUrl: string; onLeave: () => void }) {
  return (
    <Screen
      title="Log out of Salesforce first"
      lead="This user was not connected, and Bookbridge keeps nothing of it. Salesforce still remembers it in this browser."
    >
      <Card>
        <ol className={classes.steps}>
          <li>
            <ExternalLink href={logoutUrl}>Log out of Salesforce</ExternalLink>
            <p className={classes.detail}>Opens Salesforce in a new tab. Close that tab afterwards.</p>
          </li>
          <li>
            <p>Come back here and connect again, as the API user.</p>
          </li>
        </ol>
        <div className={classes.actions}>
          <Button onClick={onLeave}>Connect again</Button>
        </div>
      </Card>
    </Screen>
  );
}
