// Three large choices, the My Domain address where it is needed, and the button that leads to Salesforce.
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Environment, EnvironmentId } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs';
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs';
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { ApiError, asApiError } from '../request.ts';
import classes from './connect-form.module.css';
import { useAuthorize, useConnectUnattended } from './connection-queries.ts';
import { lastChoice, rememberJourney } from './journey.ts';
import { readMyDomain } from './my-domain.ts';

const icons = { production: IconBuilding, sandbox: IconFlask, my_domain: IconWorld };

export function ConnectForm(props: {
  environments: Environment[];
  tryOut: boolean;
  buttonLabel?: string;
  secondary?: ReactNode;
}) {
  const [last] = useState(lastChoice);
  const available = props.environments.filter((environment) => environment.available);
  const [chosen, setChosen] = useState<EnvironmentId | undefined>(
    (available.find(({ id }) => id === last?.environment) ?? available[0])?.id,
  );
  const [myDomain, setMyDomain] = useState(last?.myDomain ?? '');
  const [mistake, setMistake] = useState<string>();
  const myDomainInput = useRef<HTMLInputElement>(null);
  const { authorize, leaving } = useLeaveForSalesforce();
  const byItself = useConnectUnattended();
  const unattended = props.environments.find(({ id }) => id === chosen)?.unattended;

  const refuse = (message: string) => {
    setMistake(message);
    announce(message);
    myDomainInput.current?.focus();
  };
  const connect = () => {
    if (!chosen) return;
    if (chosen !== 'my_domain' && unattended) {
      byItself.mutate(chosen);
      return;
    }
    if (chosen !== 'my_domain') {
      authorize.mutate({ environment: chosen });
      return;
    }
    const read = readMyDomain(myDomain);
    if (!read.ok) {
      refuse(read.message);
      return;
    }
    setMistake(undefined);
    authorize.mutate(
      { environment: chosen, myDomain: read.value },
      {
        onError: (error) => {
          if (isAboutMyDomain(error)) refuse(tell(error));
        },
      },
    );
  };
  const problem = authorize.error && !isAboutMyDomain(authorize.error) ? authorize.error : undefined;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        connect();
      }}
    >
      <ChoiceCards question="Where is the API user?" columns={3}>
        {props.environments.map(({ id, title, hint, available: open, unavailableReason }) => (
          <ChoiceCard
            key={id}
            name="environment"
            value={id}
            title={title}
            hint={open ? hint : (unavailableReason ?? hint)}
            Icon={icons[id]}
            checked={chosen === id}
            disabled={!open}
            onChoose={() => setChosen(id)}
          />
        ))}
      </ChoiceCards>
      {chosen === 'my_domain' && (
        <TextInput
          ref={myDomainInput}
          label="My Domain address"
          description="In Salesforce: Setup → My Domain → Current My Domain URL"
          placeholder="acme.my.salesforce.com"
          value={myDomain}
          error={mistake}
          autoComplete="url"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => {
            setMyDomain(event.currentTarget.value);
            setMistake(undefined);
          }}
        />
      )}
      {problem && (
        <ErrorNotice
          what="Salesforce could not be opened."
          why={problem.message}
          fix={asApiError(problem).fix}
        />
      )}
      {unattended && byItself.error && (
        <ErrorNotice
          what="The API user could not be connected."
          why={byItself.error.message}
          fix={asApiError(byItself.error).fix}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" loading={leaving || byItself.isPending} disabled={!chosen}>
          {unattended ? `Connect ${unattended.username}` : (props.buttonLabel ?? 'Connect an API user')}
        </Button>
        {props.secondary}
      </div>
      <p className={classes.note}>
        {unattended
          ? 'Bookbridge logs this user in by itself, as the settings say: nobody has to log in to Salesforce.'
          : 'Salesforce will ask you to log in, even if you already are. Use the API user, not your own user.'}
        {!unattended && props.tryOut && ' In this try-out, its name and password are on the login page.'}
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
    rememberJourney(variables);
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

function isAboutMyDomain(error: Error): boolean {
  return error instanceof ApiError && error.code.includes('my_domain');
}

function tell(error: Error): string {
  const fix = asApiError(error).fix;
  return fix ? `${error.message} ${fix}` : error.message;
}
