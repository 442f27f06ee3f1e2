// A new key: for which program, with which role, for how long.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { focusRefused, textOf } from '../sign-in/form-values.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { useMakeApiKey } from './settings-queries.ts';
import classes from './settings.module.css';

export function ApiKeyForm(props: {
  onMade: (made: { id: string; name: string; key: string }) => void;
  /** Null: there is nothing to go back to. */
  onCancel: (() => void) | null;
}) {
  const t = useTexts('settings');
  const tell = useProblem();
  const make = useMakeApiKey();
  const problem = tell(make.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const days = textOf(form, 'days');
    make.mutate(
      {
        name: textOf(form, 'name'),
        role: textOf(form, 'role') === 'admin' ? 'admin' : 'viewer',
        expiresInDays: days === 'ever' ? null : Number(days),
      },
      {
        onSuccess: ({ apiKey, key }) => props.onMade({ id: apiKey.id, name: apiKey.name, key }),
        onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
      },
    );
  };
  return (
    <form className={classes.keyForm} onSubmit={submit}>
      <TextInput
        label={t('keys.name')}
        placeholder={t('keys.nameHint')}
        name="name"
        maxLength={80}
        autoComplete="off"
        required
        withAsterisk={false}
        error={problem?.fields['name']}
      />
      <NativeSelect
        label={t('keys.role')}
        name="role"
        data={[
          { value: 'viewer', label: t('keys.mayView') },
          { value: 'admin', label: t('keys.mayChange') },
        ]}
      />
      <NativeSelect
        label={t('keys.expiry')}
        name="days"
        defaultValue="90"
        data={[
          { value: '30', label: t('keys.days', { days: 30 }) },
          { value: '90', label: t('keys.days', { days: 90 }) },
          { value: '365', label: t('keys.year') },
          { value: 'ever', label: t('keys.forever') },
        ]}
      />
      <div className={classes.stack}>
        <ProblemNotice problem={problem} />
        <div className={classes.actions}>
          <Button type="submit" loading={make.isPending}>
            {t('keys.submit')}
          </Button>
          {props.onCancel && (
            <Button variant="subtle" color="gray" onClick={props.onCancel}>
              {t('cancel')}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
