// Page layouts of Event: which of them lack our fields. A layout belongs to the org: its change is shown first, and made only
// when somebody says so.
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ExternalButton } from '../parts/external-link.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import type { Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import type { Installation, Layouts } from './installation-api.ts';
import classes from './installation.module.css';
import { LayoutPreview } from './layout-preview.tsx';
import { Row } from './row.tsx';

type State = Layouts['state'] | 'looking';

const marks: Record<State, { tone: Tone; mark: Mark }> = {
  complete: { tone: 'good', mark: 'done' },
  incomplete: { tone: 'info', mark: 'none' },
  none: { tone: 'quiet', mark: 'none' },
  unknown: { tone: 'quiet', mark: 'none' },
  looking: { tone: 'quiet', mark: 'working' },
};

export function LayoutsRow(props: {
  found: Installation;
  layouts: UseQueryResult<Layouts>;
  busy: boolean;
  onChange: (what: string, diffId: string) => void;
}) {
  const t = useTexts('installation.layouts');
  const names = useTexts('installation.fieldNames');
  const { found, layouts } = props;
  const [shown, setShown] = useState<string | null>(null);
  const read = layouts.data;
  const state: State = read?.state ?? (found.canInstall.ok && !layouts.isError ? 'looking' : 'unknown');
  const lacking = read?.layouts.filter(({ fields }) => fields.length > 0) ?? [];
  const hasApp = found.app.state === 'current' || found.app.state === 'newer';
  const nameOf = (field: string) =>
    field === 'Booking_Status__c' || field === 'Cancel_Reschedule_Reason__c' ? names(field) : field;
  return (
    <Row
      id="layouts"
      title={t('title')}
      state={t(`state.${state}`)}
      {...marks[state]}
      found={
        <>
          <p>{useLayoutWords(state, read)}</p>
          {read?.refusal?.message && <p>{t('refused', { message: read.refusal.message })}</p>}
        </>
      }
      actions={
        (state === 'incomplete' || state === 'unknown' || state === 'none') && (
          <ExternalButton href={found.links.eventLayouts}>{t('open')}</ExternalButton>
        )
      }
    >
      {layouts.isError && (
        <ErrorNotice
          tone="warn"
          what={t('failed')}
          why={layouts.error.message}
          fix={asApiError(layouts.error).fix}
        />
      )}
      {lacking.length > 0 && (
        <ul className={classes.layouts}>
          {lacking.map(({ fullName, name, fields }) => (
            <li key={fullName}>
              <div className={classes.layout}>
                <span>
                  <strong>{name}</strong> {t('lacks', { fields: fields.map(nameOf).join(', ') })}
                </span>
                {hasApp && shown !== fullName && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={props.busy}
                    aria-label={t('showOf', { name })}
                    onClick={() => setShown(fullName)}
                  >
                    {t('show')}
                  </Button>
                )}
              </div>
              {shown === fullName && (
                <LayoutPreview
                  fullName={fullName}
                  busy={props.busy}
                  onCancel={() => setShown(null)}
                  onChange={(diffId) => {
                    setShown(null);
                    props.onChange(`layout:${fullName}`, diffId);
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {lacking.length > 0 && !hasApp && <p className={classes.found}>{t('afterApp')}</p>}
    </Row>
  );
}

function useLayoutWords(state: State, read: Layouts | undefined): string {
  const t = useTexts('installation.layouts');
  const count = read?.layouts.length ?? 0;
  const missing = read?.layouts.filter(({ fields }) => fields.length > 0).length ?? 0;
  switch (state) {
    case 'complete':
      return t('complete', { count });
    case 'incomplete':
      return t('incomplete', { missing, count });
    default:
      return t(state);
  }
}
