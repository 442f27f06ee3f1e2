// The change to one layout, line by line, and the question whether to make it.
import { Button, Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ErrorNotice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './installation.module.css';
import { usePreview } from './installation-queries.ts';

export function LayoutPreview(props: {
  fullName: string;
  busy: boolean;
  onCancel: () => void;
  onChange: (diffId: string) => void;
}) {
  const t = useTexts('installation.preview');
  const { mutate, data, error, isPending } = usePreview();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => mutate([`layout:${props.fullName}`]), [mutate, props.fullName]);
  const layout = data?.layouts[0];
  useEffect(() => heading.current?.focus(), [layout]);
  if (error) {
    return (
      <ErrorNotice
        what={t('failed')}
        why={error.message}
        fix={asApiError(error).fix}
        actions={
          <Button variant="default" size="sm" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
        }
      />
    );
  }
  if (!data || !layout || isPending)
    return (
      <div role="status" aria-label={t('looking')}>
        <Skeleton height={120} />
      </div>
    );
  return (
    <section className={classes.preview}>
      <h3 ref={heading} tabIndex={-1} className={classes.previewTitle}>
        {t('layoutTitle', { name: layout.name })}
      </h3>
      <p className={classes.found}>{t('layoutText')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <pre className={classes.code} tabIndex={0}>
        {layout.lines.map(({ text, isNew }, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- lines have no other name, and never move
          <span key={place} className={classes.line} data-new={isNew || undefined}>
            {isNew && <span className="visually-hidden">{t('newLine')}: </span>}
            {`${isNew ? '+' : ' '} ${text}\n`}
          </span>
        ))}
      </pre>
      <div className={classes.actions}>
        <Button size="sm" loading={props.busy} onClick={() => props.onChange(data.diffId)}>
          {t('layoutGo')}
        </Button>
        <Button variant="default" size="sm" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  );
}
