// Three large choices, the My Domain address where it is needed, an OAuth app of one's own, and the button that leads to
// Salesforce.
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AuthorizeInput, ConnectionMode, Environment, EnvironmentId } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { ApiError, asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './connect-form.module.css';
import { useAuthorize, useConnectUnattended } from './connection-queries.ts';
import { lastChoice, rememberJourney } from './journey.ts';
import { hostOf, readMyDomain } from './my-domain.ts';
import { OwnAppFields } from './own-app-fields.tsx';
import type { OwnApp } from './own-app-fields.tsx';

const icons = { production: IconBuilding, sandbox: IconFlask, my_domain: IconWorld };
const noApp: OwnApp = { clientId: '', clientSecret: '', scope: 'local' };

export function ConnectForm(props: {
  environments: Environment[];
  callbackUrl: string;
  mode: ConnectionMode;
  tryOut: boolean;
  secondary?: ReactNode;
}) {
  const t = useTexts('connection');
  const [last] = useState(lastChoice);
  const hasDefault = props.environments.some(({ available }) => available);
  const [own, setOwn] = useState<OwnApp | null>(hasDefault ? null : noApp);
  const isOpen = (environment: Environment) =>
    own ? own.scope === 'global' || environment.id === 'my_domain' : environment.available;
  const open = props.environments.filter(isOpen);
  const [wanted, setWanted] = useState<EnvironmentId | undefined>(last?.environment);
  const chosen = (open.find(({ id }) => id === wanted) ?? open[0])?.id;
  const [myDomain, setMyDomain] = useState(last?.myDomain ?? '');
  const [mistakes, setMistakes] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const { authorize, leaving } = useLeaveForSalesforce();
  const byItself = useConnectUnattended();
  const unattended = own ? undefined : props.environments.find(({ id }) => id === chosen)?.unattended;

  const refuse = (found: Record<string, string>) => {
    setMistakes(found);
    announce(Object.values(found).join(' '));
    const [first] = Object.keys(found);
    form.current?.querySelector<HTMLInputElement>(`input[name="${first}"]`)?.focus();
  };
  const connect = () => {
    if (!chosen) return;
    if (chosen !== 'my_domain' && unattended) {
      byItself.mutate(chosen);
      return;
    }
    const input: AuthorizeInput = { environment: chosen, mode: props.mode };
    if (chosen === 'my_domain') {
      const read = readMyDomain(myDomain);
      if (!read.ok) {
        refuse({ myDomain: t(`myDomain.${read.mistake}`, { name: read.name }) });
        return;
      }
      input.myDomain = read.value;
    }
    if (own) input.app = { use: 'own', ...own };
    setMistakes({});
    authorize.mutate(input, {
      onError: (error) => {
        const fields = asApiError(error).fields;
        if (isBadDomain(error))
          refuse({ myDomain: t('myDomain.bad_my_domain', { host: hostOf(myDomain) ?? '' }) });
        else if (Object.keys(fields).length > 0) refuse(fields);
      },
    });
  };
  const problem = authorize.error && Object.keys(mistakes).length === 0 ? authorize.error : undefined;
  return (
    <form
      ref={form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        connect();
      }}
    >
      <ChoiceCards question={t('before.where')} columns={3}>
        {props.environments.map((environment) => {
          const { id, unavailable } = environment;
          const reason = own ? 'own_local' : unavailable;
          return (
            <ChoiceCard
              key={id}
              name="environment"
              value={id}
              title={t(`environments.${id}.title`)}
              hint={
                isOpen(environment) || !reason ? t(`environments.${id}.hint`) : t(`unavailable.${reason}`)
              }
              Icon={icons[id]}
              checked={chosen === id}
              disabled={!isOpen(environment)}
              onChoose={() => setWanted(id)}
            />
          );
        })}
      </ChoiceCards>
      {chosen === 'my_domain' && (
        <TextInput
          name="myDomain"
          label={t('myDomain.label')}
          description={t('myDomain.description')}
          placeholder="acme.my.salesforce.com"
          value={myDomain}
          error={mistakes['myDomain']}
          autoComplete="url"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => {
            setMyDomain(event.currentTarget.value);
            setMistakes({});
          }}
        />
      )}
      {/* Not in a fold: what is closed must not take part in the login. */}
      {hasDefault ? (
        <label className={classes.ownToggle}>
          <input
            type="checkbox"
            checked={own !== null}
            onChange={(event) => {
              setOwn(event.currentTarget.checked ? noApp : null);
              setMistakes({});
            }}
          />
          <span>{t('own.use')}</span>
        </label>
      ) : (
        <p className={classes.ownToggle}>{t('own.none')}</p>
      )}
      {own && (
        <OwnAppFields
          app={own}
          callbackUrl={props.callbackUrl}
          mistakes={mistakes}
          onChange={(app) => {
            setOwn(app);
            setMistakes({});
          }}
        />
      )}
      {problem && <ErrorNotice what={t('notOpened')} why={problem.message} fix={asApiError(problem).fix} />}
      {unattended && byItself.error && (
        <ErrorNotice
          what={t('notConnected')}
          why={byItself.error.message}
          fix={asApiError(byItself.error).fix}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" loading={leaving || byItself.isPending} disabled={!chosen}>
          {unattended ? t('connectAs', { username: unattended.username }) : t('connect')}
        </Button>
        {props.secondary}
      </div>
      <p className={classes.note}>
        {unattended ? t('noteUnattended') : t('note')}
        {!unattended && props.tryOut && ` ${t('noteTryOut')}`}
      </p>
    </form>
  );
}

/** Asks the connector for Salesforce's address and goes there in this tab; `leaving` until this page is gone. */
export function useLeaveForSalesforce() {
  const authorize = useAuthorize();
  const { data, variables, reset } = authorize;
  useEffect(() => {
    if (!data || !variables) return;
    rememberJourney({ environment: variables.environment, myDomain: variables.myDomain });
    window.location.assign(data.url);
  }, [data, variables]);
  useEffect(() => {
    // The browser may bring this page back from its memory, with the button still turning.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) reset();
    };
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [reset]);
  return { authorize, leaving: authorize.isPending || data !== undefined };
}

function isBadDomain(error: Error): boolean {
  return error instanceof ApiError && error.code === 'bad_my_domain';
}
