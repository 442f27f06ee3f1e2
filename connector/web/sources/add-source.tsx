// Which tool, and what to call it. Cal.com may bring a secret of its own; else one is made.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Source, SourceKind } from '../api.ts';
import { announce } from '../parts/announce.ts';
import { ChoiceCard, ChoiceCards } from '../parts/choice-card.tsx';
import { Fold } from '../parts/fold.tsx';
import IconBraces from '@tabler/icons-react/dist/esm/icons/IconBraces.mjs';
import IconCalendarEvent from '@tabler/icons-react/dist/esm/icons/IconCalendarEvent.mjs';
import { ErrorNotice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { ApiError } from '../request.ts';
import classes from './add-source.module.css';
import { useAddSource } from './source-queries.ts';
import { kindNames } from './source-words.ts';

const kinds: { id: SourceKind; hint: string; Icon: typeof IconBraces }[] = [
  { id: 'cal-com', hint: 'Sends a signed webhook for every booking.', Icon: IconCalendarEvent },
  { id: 'generic', hint: 'Any tool or script that can post JSON with an API key.', Icon: IconBraces },
];

export function AddSource(props: {
  first: boolean;
  onCancel: () => void;
  onAdded: (answer: { source: Source; secret: string }) => void;
}) {
  const addSource = useAddSource();
  const [kind, setKind] = useState<SourceKind>('cal-com');
  const [name, setName] = useState('');
  const [ownSecret, setOwnSecret] = useState('');
  const problem = addSource.error instanceof ApiError ? addSource.error : undefined;
  const fields = problem?.fields ?? {};
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const secret = kind === 'cal-com' ? ownSecret.trim() : '';
    addSource.mutate(
      { kind, name: name.trim() || kindNames[kind], ...(secret ? { secret } : {}) },
      {
        onSuccess: (answer) => {
          announce(
            `${answer.source.name} added. Its ${kind === 'cal-com' ? 'secret' : 'API key'} is shown once.`,
          );
          props.onAdded(answer);
        },
      },
    );
  };
  return (
    <Card title={props.first ? 'Add your first source' : 'Add a source'} tone="accent">
      <form className={classes.form} onSubmit={submit}>
        <ChoiceCards question="Which tool sends the bookings?" questionShown columns={2}>
          {kinds.map(({ id, hint, Icon }) => (
            <ChoiceCard
              key={id}
              name="kind"
              value={id}
              title={kindNames[id]}
              hint={hint}
              Icon={Icon}
              checked={kind === id}
              onChoose={() => setKind(id)}
            />
          ))}
        </ChoiceCards>
        <TextInput
          label="Name"
          description="How it is called in lists, for example the team that uses it."
          placeholder={kindNames[kind]}
          value={name}
          maxLength={80}
          error={sentence(fields['name'])}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {kind === 'cal-com' && (
          <Fold summary="I already have a secret in Cal.com">
            <PasswordField
              what="secret"
              label="Secret"
              description="Leave it empty and Bookbridge makes one."
              value={ownSecret}
              autoComplete="off"
              error={sentence(fields['secret'])}
              onChange={(event) => setOwnSecret(event.currentTarget.value)}
            />
          </Fold>
        )}
        {problem && Object.keys(fields).length === 0 && (
          <ErrorNotice what="The source was not added." why={problem.message} fix={problem.fix} />
        )}
        <div className={classes.actions}>
          <Button type="submit" loading={addSource.isPending}>
            Add {kindNames[kind]}
          </Button>
          {!props.first && (
            <Button variant="subtle" onClick={props.onCancel} disabled={addSource.isPending}>
              Cancel
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

/** The connector says "needs at least 8 characters"; under a field that is a sentence of its own. */
function sentence(text: string | undefined): string | undefined {
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
