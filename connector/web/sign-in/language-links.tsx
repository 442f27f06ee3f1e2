// Every language by its own name, side by side, for who cannot read the present one.
import { UnstyledButton } from '@mantine/core';
import { type Language, languages, useLanguage, useTexts } from '../texts/texts.tsx';
import classes from './entry-page.module.css';

const codes: readonly Language[] = ['en', 'de'];

export function LanguageLinks() {
  const t = useTexts('frame');
  const { language, choose } = useLanguage();
  return (
    <div role="group" aria-label={t('language')} className={classes.languages}>
      {codes.map((code) => (
        <UnstyledButton
          key={code}
          lang={code}
          aria-pressed={code === language}
          className={classes.language}
          onClick={() => choose(code)}
        >
          {languages[code]}
        </UnstyledButton>
      ))}
    </div>
  );
}
