// One key: what it is for, whether it still works, and taking it back.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useRelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { ProblemNotice } from '../sign-in/problem-notice.tsx';
import { useProblem } from '../sign-in/problem-words.ts';
import { useTexts } from '../texts/texts.tsx';
import type { ApiKey } from './settings-api.ts';
import { useTakeBackApiKey } from './settings-queries.ts';
import classes from './settings.module.css';

export function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { name, hint, role, by, createdAt, expiresAt, isExpired, lastUsedAt } = apiKey;
  const t = useTexts('settings');
  const words = useTexts('people');
  const relative = useRelativeTime();
  const [asking, setAsking] = useState(false);
  const facts = [
    words(`roles.${role}`),
    t('keys.facts', { hint, by, when: relative(createdAt) }),
    lastUsedAt === null ? t('keys.unused') : t('keys.used', { when: relative(lastUsedAt) }),
    expiresAt !== null && !isExpired && t('keys.expires', { when: relative(expiresAt) }),
  ];
  return (
    <>
      <div className={classes.row}>
        <div className={classes.about}>
          <span className={classes.name}>{name}</span>
          <div className={classes.detail}>{facts.filter(Boolean).join(' · ')}</div>
        </div>
        <StateWord tone={isExpired ? 'warn' : 'good'} mark={isExpired ? 'attention' : 'done'}>
          {t(isExpired ? 'keys.expired' : 'keys.works')}
        </StateWord>
        {!asking && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t('keys.takeBackNamed', { name })}
            onClick={() => setAsking(true)}
          >
            {t('keys.takeBack')}
          </Button>
        )}
      </div>
      {asking && <TakeBack apiKey={apiKey} onKeep={() => setAsking(false)} />}
    </>
  );
}

function TakeBack({ apiKey, onKeep }: { apiKey: ApiKey; onKeep: () => void }) {
  const { id, name } = apiKey;
  const t = useTexts('settings');
  const tell = useProblem();
  const takeBack = useTakeBackApiKey();
  return (
    <Notice
      tone="warn"
      title={t('keys.question', { name })}
      actions={
        <>
          <Button
            color="red"
            size="sm"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate(id, { onSuccess: () => announce(t('keys.takenBack', { name })) })}
          >
            {t('keys.yes', { name })}
          </Button>
          <Button variant="default" size="sm" autoFocus onClick={onKeep}>
            {t('keys.keep')}
          </Button>
        </>
      }
    >
      <p>{t('keys.questionText')}</p>
      <ProblemNotice problem={tell(takeBack.error)} />
    </Notice>
  );
}
