// Back-up codes, shown once: to copy, or as a file.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../parts/announce.ts';
import { Notice } from '../parts/notice.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './settings.module.css';

export function BackupCodes({ codes, email }: { codes: string[]; email: string }) {
  const t = useTexts('settings');
  const [told, setTold] = useState('');
  const say = (text: string) => {
    setTold(text);
    announce(text);
  };
  const copy = () => {
    // Without https there is no clipboard.
    const copying: Promise<void> | undefined = window.isSecureContext
      ? navigator.clipboard.writeText(codes.join('\n'))
      : undefined;
    (copying ?? Promise.reject(new Error('no clipboard'))).then(
      () => say(t('secondFactor.copied')),
      () => say(t('secondFactor.copyFailed')),
    );
  };
  const head = t('secondFactor.fileHead', { email, origin: window.location.origin });
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${head}\n\n${codes.join('\n')}\n`)}`;
  return (
    <Notice
      tone="warn"
      title={t('secondFactor.codesTitle')}
      actions={
        <>
          <Button variant="default" size="sm" onClick={copy}>
            {t('secondFactor.copy')}
          </Button>
          <Button component="a" variant="default" size="sm" href={file} download={t('secondFactor.fileName')}>
            {t('secondFactor.download')}
          </Button>
        </>
      }
    >
      <p>{t('secondFactor.codesText')}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      {told !== '' && <p>{told}</p>}
    </Notice>
  );
}
