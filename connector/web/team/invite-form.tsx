// Inviting somebody by e-mail address and role.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Card } from '../parts/screen.tsx';
import { focusRefused, textOf } from '../sign-in/form-values.ts';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import { InvitedNote } from './invited-note.tsx';
import { roles } from './role-guide.tsx';
import type { Invited, Team } from './team-api.ts';
import { useInvite } from './team-queries.ts';
import classes from './team.module.css';

export function InviteForm({ team }: { team: Team }) {
  const t = useTexts('team');
  const words = useTexts('people');
  const tell = useProblem();
  const invite = useInvite();
  const [invited, setInvited] = useState<Invited | null>(null);
  const problem = tell(invite.error);
  const offered = roles.filter((role) => team.role === 'owner' || role !== 'owner');
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const role = offered.find((each) => each === textOf(form, 'role'));
    if (!role) return;
    invite.mutate(
      { email: textOf(form, 'email'), role },
      {
        onSuccess: (answer) => {
          setInvited(answer);
          element.reset();
        },
        onError: (error) => focusRefused(element, tell(error)?.fields ?? {}),
      },
    );
  };
  return (
    <Card title={t('invite.title')}>
      <ProblemNotice problem={problem} />
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('invite.email')}
          name="email"
          type="email"
          autoComplete="off"
          maxLength={254}
          required
          withAsterisk={false}
          error={problem?.fields['email']}
        />
        <NativeSelect
          label={t('invite.role')}
          name="role"
          defaultValue="viewer"
          data={offered.map((role) => ({ value: role, label: words(`roles.${role}`) }))}
        />
        <Button type="submit" className={classes.submit} loading={invite.isPending}>
          {t('invite.submit')}
        </Button>
      </form>
      {!team.mail && !invited && <p className={classes.detail}>{t('invite.mailOff')}</p>}
      {invited && <InvitedNote invited={invited} mail={team.mail} onDone={() => setInvited(null)} />}
    </Card>
  );
}
