// An OAuth app that belongs to this connection alone: its key and secret, and where it works.
import { TextInput } from '@mantine/core';
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs';
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './connect-form.module.css';

export type OwnApp = { clientId: string; clientSecret: string; scope: 'global' | 'local' };

const scopes = [
  { scope: 'local', Icon: IconBuilding },
  { scope: 'global', Icon: IconWorld },
] as const;

export function OwnAppFields(props: {
  app: OwnApp;
  callbackUrl: string;
  mistakes: Record<string, string>;
  onChange: (app: OwnApp) => void;
}) {
  const t = useTexts('connection.own');
  const { app, mistakes } = props;
  return (
    <div className={classes.own}>
      <p className={classes.note}>{t('intro')}</p>
      <CopyField label={t('callback')} value={props.callbackUrl} description={t('scopes')} />
      <TextInput
        label={t('clientId')}
        description={t('where')}
        value={app.clientId}
        error={mistakes['clientId']}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        name="clientId"
        onChange={(event) => props.onChange({ ...app, clientId: event.currentTarget.value })}
      />
      <PasswordField
        what={t('clientSecret')}
        label={t('clientSecret')}
        value={app.clientSecret}
        error={mistakes['clientSecret']}
        autoComplete="off"
        name="clientSecret"
        onChange={(event) => props.onChange({ ...app, clientSecret: event.currentTarget.value })}
      />
      <ChoiceCards question={t('scope')} questionShown columns={2}>
        {scopes.map(({ scope, Icon }) => (
          <ChoiceCard
            key={scope}
            name="scope"
            value={scope}
            title={t(`${scope}.title`)}
            hint={t(`${scope}.hint`)}
            Icon={Icon}
            checked={app.scope === scope}
            onChoose={() => props.onChange({ ...app, scope })}
          />
        ))}
      </ChoiceCards>
    </div>
  );
}
