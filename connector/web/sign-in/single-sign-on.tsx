// The button that leads to the company's own sign-in.
import { Button } from '@mantine/core';
import { useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';
import { useSingleSignOn } from './entry-queries.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useProblem } from './problem-words.ts';

export function SingleSignOn({ name }: { name: string }) {
  const t = useTexts('entry');
  const tell = useProblem();
  const go = useSingleSignOn();
  return (
    <>
      <ProblemNotice problem={tell(go.error)} />
      <Button
        variant="default"
        size="md"
        fullWidth
        // The page is left once the address is known: until then the button goes on turning.
        loading={go.isPending || go.isSuccess}
        onClick={() => go.mutate()}
      >
        {t('signIn.with', { name })}
      </Button>
      <p className={classes.or}>{t('signIn.or')}</p>
    </>
  );
}
