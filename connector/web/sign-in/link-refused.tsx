// A link that does not work (used, too old, taken back, mistyped), and the two ways on from there.
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { LoadFailed } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { EntryPage } from './entry-page.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function LinkRefused(props: {
  title: string;
  error: Error;
  onRetry: () => void;
  retrying: boolean;
  children?: ReactNode;
}) {
  const t = useTexts('entry');
  const tell = useProblem();
  const { code } = asApiError(props.error);
  return (
    <EntryPage title={props.title}>
      <div className={classes.form}>
        {code.startsWith('link_') ? (
          <>
            <ProblemNotice problem={tell(props.error)} />
            <div className={classes.links}>
              {props.children}
              <Link to="/sign-in">{t('toSignIn')}</Link>
            </div>
          </>
        ) : (
          <LoadFailed
            what={tell(props.error)?.what ?? ''}
            error={asApiError(props.error)}
            onRetry={props.onRetry}
            retrying={props.retrying}
          />
        )}
      </div>
    </EntryPage>
  );
}
