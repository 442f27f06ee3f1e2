// The companion app: which version the org has, and the button that installs or upgrades it.
import { Button } from '@mantine/core';
import type { Mark } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { useTexts } from '../texts/texts.tsx';
import type { Installation } from './installation-api.ts';
import { Row } from './row.tsx';

type App = Installation['app'];

const marks: Record<App['state'], { tone: Tone; mark: Mark }> = {
  missing: { tone: 'bad', mark: 'failed' },
  current: { tone: 'good', mark: 'done' },
  older: { tone: 'warn', mark: 'attention' },
  newer: { tone: 'good', mark: 'done' },
  unknown: { tone: 'warn', mark: 'attention' },
};

export function AppRow(props: { app: App; mayInstall: boolean; busy: boolean; onInstall: () => void }) {
  const t = useTexts('installation.app');
  const { app } = props;
  const tell = useAppWords();
  const label = app.state === 'missing' ? t('install') : isIncomplete(app) ? t('repair') : t('upgrade');
  const isOpen = app.state === 'missing' || app.state === 'older';
  return (
    <Row
      id="app"
      title={t('title')}
      state={t(`state.${app.state}`)}
      {...marks[app.state]}
      found={<p>{tell(app)}</p>}
      actions={
        isOpen &&
        props.mayInstall && (
          <Button size="sm" loading={props.busy} onClick={props.onInstall}>
            {label}
          </Button>
        )
      }
    />
  );
}

/** Of our version, but not all of it. */
function isIncomplete({ version, ours, missingFields }: App): boolean {
  return version === ours && missingFields.length > 0;
}

function useAppWords(): (app: App) => string {
  const t = useTexts('installation.app');
  return (app) => {
    const { state, version, ours, certain, missingFields } = app;
    if (isIncomplete(app)) {
      const shown = missingFields.slice(0, 3).join(', ');
      const fields = missingFields.length > 3 ? `${shown} …` : shown;
      return t('incomplete', { version: version ?? '', count: missingFields.length, fields });
    }
    switch (state) {
      case 'missing':
        return certain ? t('missing') : t('maybeMissing');
      case 'current':
        return t('current', { version: version ?? ours });
      case 'older':
        return version === null ? t('olderUnknown', { ours }) : t('older', { version, ours });
      case 'newer':
        return t('newer', { version: version ?? '', ours });
      case 'unknown':
        return t('unknown');
    }
  };
}
