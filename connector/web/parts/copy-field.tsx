// A value to paste elsewhere, with a copy button that says when it has copied.
import { Button, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { announce } from './announce.ts';
import classes from './copy-field.module.css';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';

export function CopyField({
  label,
  value,
  description,
}: {
  label: string;
  value: string;
  description?: string;
}) {
  const t = useTexts('frame');
  const id = useId();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(value, document.getElementById(id));
    setCopied(done);
    announce(t(done ? 'copy.done' : 'copy.selected', { label }));
    if (done) setTimeout(() => setCopied(false), 2500);
  };
  return (
    <div className={classes.field}>
      <TextInput
        id={id}
        label={label}
        description={description}
        value={value}
        readOnly
        className={classes.input}
        classNames={{ input: classes.value ?? '' }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        onClick={() => void copy()}
        aria-label={t('copy.named', { label })}
        leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      >
        {t(copied ? 'copy.copied' : 'copy.copy')}
      </Button>
    </div>
  );
}

async function copyText(value: string, input: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    // Without https the clipboard is closed: select the text, so that the keyboard can copy it.
    if (input instanceof HTMLInputElement) {
      input.focus();
      input.select();
    }
    return false;
  }
}
