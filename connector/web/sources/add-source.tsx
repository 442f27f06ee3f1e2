// Which tool, and what to call it. Where the tool lets its user choose a secret, an own one may be brought.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconCalendarCheck from '@tabler/icons-react/dist/esm/icons/IconCalendarCheck.mjs';
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs';
import IconCalendarTime from '@tabler/icons-react/dist/esm/icons/IconCalendarTime.mjs';
import IconSignature from '@tabler/icons-react/dist/esm/icons/IconSignature.mjs';
import { announce } from '../parts/announce.ts';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { Card } from '../parts/screen.tsx';
import { ApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { fieldProblem } from './field-problem.ts';
import { useAddSource } from './source-queries.ts';
import { type Source, type SourceKind, sourceKinds } from './sources-api.ts';

const icons: Record<SourceKind, typeof IconBraces> = {
  'cal-com': IconCalendarEvent,
  calendly: IconCalendarCheck,
  oncehub: IconCalendarTime,
  'standard-webhooks': IconSignature,
  generic: IconBraces,
};
const takesOwnSecret = new Set<SourceKind>(['cal-com', 'calendly', 'standard-webhooks']);

export function AddSource(props: {
  first: boolean;
  onCancel: () => void;
  onAdded: (answer: { source: Source; secret: string | null }) => void;
}) {
  const t = useTexts('sources');
  const addSource = useAddSource();
  const [kind, setKind] = useState<SourceKind>('cal-com');
  const [name, setName] = useState('');
  const [ownSecret, setOwnSecret] = useState('');
  const problem = addSource.error instanceof ApiError ? addSource.error : undefined;
  const tool = t(`kinds.${kind}`);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const secret = takesOwnSecret.has(kind) ? ownSecret.trim() : '';
    addSource.mutate(
      { kind, name: name.trim() || tool, ...(secret ? { secret } : {}) },
      {
        onSuccess: (answer) => {
          announce(t('add.added', { name: answer.source.name }));
          props.onAdded(answer);
        },
      },
    );
  };
  return (
    <Card title={props.first ? t('add.first') : t('add.open')} tone="accent">
      <form className={classes.form} onSubmit={submit}>
        <ChoiceCards question={t('add.question')} questionShown columns={3}>
          {sourceKinds.map((id) => (
            <ChoiceCard
              key={id}
              name="kind"
              value={id}
              title={t(`kinds.${id}`)}
              hint={t(`hints.${id}`)}
              Icon={icons[id]}
              checked={kind === id}
              onChoose={() => setKind(id)}
            />
          ))}
        </ChoiceCards>
        <TextInput
          label={t('add.name')}
          description={t('add.nameHint')}
          placeholder={tool}
          value={name}
          maxLength={80}
          error={fieldProblem(addSource.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {takesOwnSecret.has(kind) && (
          <Fold summary={t('add.ownSecret', { tool })}>
            <PasswordField
              what="secret"
              label={t(`secretNames.${kind}`)}
              description={t('add.ownSecretHint')}
              value={ownSecret}
              autoComplete="off"
              error={fieldProblem(addSource.error, 'secret')}
              onChange={(event) => setOwnSecret(event.currentTarget.value)}
            />
          </Fold>
        )}
        {problem && Object.keys(problem.fields).length === 0 && (
          <ErrorNotice what={t('add.failed')} why={problem.message} fix={problem.fix} />
        )}
        <div className={classes.actions}>
          <Button type="submit" loading={addSource.isPending}>
            {t('add.submit', { tool })}
          </Button>
          {!props.first && (
            <Button variant="subtle" onClick={props.onCancel} disabled={addSource.isPending}>
              {t('add.cancel')}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}
