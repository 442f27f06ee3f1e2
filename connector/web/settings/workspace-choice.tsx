// For who works in several workspaces: which one is open.
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Session } from '../api.ts';
import { useSwitchWorkspace } from '../frame/session.ts';
import { ErrorNotice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './settings.module.css';

export function WorkspaceChoice({ session }: { session: Session }) {
  const t = useTexts('settings');
  const tell = useProblem();
  const navigate = useNavigate();
  const change = useSwitchWorkspace();
  const all = session.workspaces ?? [];
  if (all.length < 2) return null;
  const problem = tell(change.error);
  return (
    <Card title={t('workspace.title')}>
      <p className={classes.detail}>{t('workspace.text')}</p>
      {problem && <ErrorNotice what={t('workspace.failed')} why={problem.what} fix={problem.fix} />}
      <ul className={classes.list}>
        {all.map(({ id, name }) => (
          <li key={id} className={classes.item}>
            <div className={classes.row}>
              <span className={`${classes.about} ${classes.name}`}>{name}</span>
              {id === session.workspace?.id ? (
                <StateWord tone="good" mark="done">
                  {t('workspace.present')}
                </StateWord>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t('workspace.openNamed', { name })}
                  loading={change.isPending && change.variables === id}
                  onClick={() => change.mutate(id, { onSuccess: () => void navigate('/') })}
                >
                  {t('workspace.open')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
