// A file of bookings for a source of generic JSON: looked at first, with every line that cannot be taken.
import { Button, FileInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './add-source.module.css';
import { ImportProgress } from './import-progress.tsx';
import { richText } from './rich-text.tsx';
import { useReadFile } from './source-queries.ts';
import type { Source } from './sources-api.ts';

const mostBytes = 10 * 1024 * 1024;

export function FileImport({ source }: { source: Source }) {
  const t = useTexts('imports');
  const read = useReadFile();
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (file === null) return setProblem(t('file.noFile'));
    if (file.size > mostBytes) return setProblem(t('file.tooLarge'));
    setProblem(undefined);
    read.mutate({ id: source.id, file });
  };
  const importId = read.data?.import.id;
  return (
    <Fold summary={t('file.summary')}>
      <div className={classes.form}>
        <form className={classes.form} onSubmit={submit}>
          <p className={classes.hint}>{t.rich('file.intro', richText)}</p>
          <p className={classes.hint}>{t('file.columns')}</p>
          <FileInput
            label={t('file.choose')}
            accept=".csv,.json,.jsonl,.ndjson,text/csv,application/json"
            value={file}
            error={problem}
            clearable={false}
            onChange={setFile}
          />
          <div>
            <Button type="submit" loading={read.isPending}>
              {t('file.read')}
            </Button>
          </div>
          {read.isError && (
            <ErrorNotice
              what={t('file.readFailed')}
              why={read.error.message}
              fix={asApiError(read.error).fix}
            />
          )}
        </form>
        {importId !== undefined && (
          <ImportProgress
            key={importId}
            source={source}
            importId={importId}
            onClose={() => {
              read.reset();
              setFile(null);
            }}
          />
        )}
      </div>
    </Fold>
  );
}
