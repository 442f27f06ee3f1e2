// What differs for one event type. An exception that says nothing of its own changes nothing.
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../parts/announce.ts';
import { Card } from '../../parts/screen.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import type { Override } from '../set-up-document.ts';
import { useBookingFields } from '../setup-queries.ts';
import { ExceptionFor } from './exception-for.tsx';
import classes from './exceptions.module.css';

export function Exceptions() {
  const t = useTexts('rules');
  const { setUp, change } = useDraft();
  const [picking, setPicking] = useState(false);
  const types = useBookingFields().data?.eventTypes ?? [];
  const free = types.filter(({ key }) => !setUp.overrides.some(({ eventType }) => eventType === key));
  const put = (next: Override): void =>
    change((present) => ({
      ...present,
      overrides: present.overrides.map((one) => (one.eventType === next.eventType ? next : one)),
    }));
  return (
    <Card title={t('sections.exceptions')}>
      <p className={classes.quiet}>
        {setUp.overrides.length === 0 ? t('exceptions.empty') : t('exceptions.lead')}
      </p>
      {setUp.overrides.map((override) => (
        <ExceptionFor
          key={override.eventType}
          override={override}
          onChange={put}
          onRemove={() => {
            const what = t('exceptions.removed', { name: override.name });
            change(
              (present) => ({
                ...present,
                overrides: present.overrides.filter(({ eventType }) => eventType !== override.eventType),
              }),
              what,
            );
            announce(what);
            document.getElementById('add-exception')?.focus();
          }}
        />
      ))}
      {types.length === 0 && setUp.overrides.length === 0 && (
        <p className={classes.quiet}>{t('exceptions.noTypes')}</p>
      )}
      {free.length > 0 &&
        (picking ? (
          <NativeSelect
            autoFocus
            className={classes.pick ?? ''}
            label={t('exceptions.pick')}
            value=""
            data={[
              { value: '', label: '' },
              ...free.map(({ key, name, source }) => ({ value: key, label: `${name} (${source})` })),
            ]}
            onChange={(event) => {
              const type = free.find(({ key }) => key === event.currentTarget.value);
              if (!type) return;
              setPicking(false);
              change((present) => ({
                ...present,
                overrides: [...present.overrides, { eventType: type.key, name: type.name }],
              }));
            }}
          />
        ) : (
          <div>
            <Button id="add-exception" size="xs" variant="default" onClick={() => setPicking(true)}>
              {t('exceptions.add')}
            </Button>
          </div>
        ))}
    </Card>
  );
}
