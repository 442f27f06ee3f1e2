// The language of the pages, each by its own name.
import { Button } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import { Card } from '../parts/screen.tsx';
import { type Language, languages, useLanguage, useTexts } from '../texts/texts.tsx';
import classes from './settings.module.css';

const codes: readonly Language[] = ['en', 'de'];

export function LanguageChoice() {
  const t = useTexts('settings');
  const { language, choose } = useLanguage();
  return (
    <Card title={t('language.title')}>
      <p className={classes.detail}>{t('language.text')}</p>
      <div className={classes.actions} role="group" aria-label={t('language.title')}>
        {codes.map((code) => (
          <Button
            key={code}
            lang={code}
            variant="default"
            aria-pressed={code === language}
            leftSection={code === language && <IconCheck size={16} stroke={2} aria-hidden />}
            onClick={() => choose(code)}
          >
            {languages[code]}
          </Button>
        ))}
      </div>
    </Card>
  );
}
