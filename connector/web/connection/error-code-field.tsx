// Some of Salesforce's error pages never send anybody back. Whoever sees one types its code here and reads what to do.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorNotice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { ErrorLink } from './error-link.tsx';
import { useErrorExplanation } from './connection-queries.ts';
import classes from './error-code-field.module.css';

export function ErrorCodeField() {
  const t = useTexts('connection.errorCode');
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const explanation = useErrorExplanation(code);
  const problem = explanation.data?.error;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setCode(typed.trim() || null);
      }}
    >
      <p className={classes.text}>{t('intro')}</p>
      <div className={classes.row}>
        <TextInput
          label={t('label')}
          placeholder="OAUTH_EC_APP_NOT_FOUND"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoCapitalize="none"
          spellCheck={false}
          className={classes.input}
        />
        <Button type="submit" variant="default" loading={explanation.isFetching}>
          {t('ask')}
        </Button>
      </div>
      {problem && (
        <ErrorNotice
          tone="warn"
          what={code ?? ''}
          why={problem.message}
          fix={problem.fix}
          actions={<ErrorLink problem={problem} />}
        />
      )}
      {explanation.isError && (
        <ErrorNotice
          what={t('failed')}
          why={explanation.error.message}
          fix={asApiError(explanation.error).fix}
        />
      )}
    </form>
  );
}
