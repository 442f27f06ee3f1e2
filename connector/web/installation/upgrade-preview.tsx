// Before an upgrade: what differs between the org and our version, element by element, and the button that makes it so.
import { Button, Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Fold } from '../parts/fold.tsx';
import { ErrorNotice } from '../parts/notice.tsx';
import { Card } from '../parts/screen.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import type { Installation, Preview } from './installation-api.ts';
import classes from './installation.module.css';
import { usePreview } from './installation-queries.ts';

type Component = Preview['components'][number];
const linesShown = 30;

export function UpgradePreview(props: {
  found: Installation;
  busy: boolean;
  onCancel: () => void;
  onInstall: (what: string[], diffId: string) => void;
}) {
  const t = useTexts('installation.preview');
  const { app, permissionSet } = props.found;
  const { mutate, data, error } = usePreview();
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => mutate(['app']), [mutate]);
  useEffect(() => start.current?.focus(), []);
  const added = data?.components.filter(({ change }) => change === 'added') ?? [];
  const changed = data?.components.filter(({ change }) => change === 'changed') ?? [];
  const what =
    permissionSet.state === 'assigned' || !permissionSet.assignable ? ['app'] : ['app', 'permission_set'];
  return (
    <Card title={t('title')} tone="accent">
      <div ref={start} tabIndex={-1} className={classes.preview}>
        {error && <ErrorNotice what={t('failed')} why={error.message} fix={asApiError(error).fix} />}
        {!data && !error && (
          <div role="status" aria-label={t('looking')}>
            <p className={classes.found}>{t('looking')}</p>
            <Skeleton height={90} />
          </div>
        )}
        {data && (
          <>
            <p>
              {added.length + changed.length === 0
                ? t('nothing')
                : t('counts', {
                    added: added.length,
                    changed: changed.length,
                    same: data.components.length - added.length - changed.length,
                  })}
            </p>
            <ul className={classes.components}>
              {added.map((component) => (
                <li key={`${component.type} ${component.name}`}>
                  <strong>{component.name}</strong> <small>{component.type}</small> · {t('added')}
                </li>
              ))}
              {changed.map((component) => (
                <li key={`${component.type} ${component.name}`}>
                  <Changes component={component} />
                </li>
              ))}
            </ul>
          </>
        )}
        <div className={classes.actions}>
          <Button
            size="sm"
            loading={props.busy}
            disabled={!data}
            onClick={() => data && props.onInstall(what, data.diffId)}
          >
            {t('upgrade', { version: app.ours })}
          </Button>
          <Button variant="default" size="sm" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Changes({ component }: { component: Component }) {
  const t = useTexts('installation.preview');
  const { lines, name, type } = component;
  return (
    <Fold
      open={lines.length <= 8}
      summary={
        <>
          <strong>{name}</strong> <small>{type}</small> · {t('changed')} ({lines.length})
        </>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('element')}</th>
              <th scope="col">{t('inOrg')}</th>
              <th scope="col">{t('ours')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, linesShown).map(({ path, inOrg, ours }) => (
              <tr key={path}>
                <td>
                  <code>{path}</code>
                </td>
                <td>{inOrg ?? <em>{t('absent')}</em>}</td>
                <td>{ours ?? <em>{t('removed')}</em>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > linesShown && <p>{t('more', { count: lines.length - linesShown })}</p>}
    </Fold>
  );
}
