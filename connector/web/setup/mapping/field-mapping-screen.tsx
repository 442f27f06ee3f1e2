// Phase 4: which part of a booking goes into which field, by object. Search and filter on top, a preview with a real booking
// at the side.
import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Session } from '../../api.ts';
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import classes from '../fields/field-list.module.css';
import { ObjectFilter, useObjectFilter } from '../fields/object-filter.tsx';
import { OrgUnread } from '../fields/org-unread.tsx';
import { PhaseScreen } from '../phases/phase-screen.tsx';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import { mappedObjects, perObject } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import { useFittingRows } from './fitting-rows.ts';
import { MappedFields } from './mapped-fields.tsx';
import { PreviewPanel } from './preview-panel.tsx';

export function FieldMappingScreen({ session }: { session: Session }) {
  return (
    <PhaseScreen session={session} phase="field-mapping">
      <Mapping />
    </PhaseScreen>
  );
}

function Mapping() {
  const t = useTexts('fields');
  const tSetup = useTexts('setup');
  const { objects, isPending, error, refetch } = useObjects();
  const { setUp, answer } = useDraft();
  const [query, setQuery] = useSearchParams();
  const [typed, setTyped] = useState(query.get('q') ?? '');
  const [preview, setPreview] = useState(false);
  const wanted = useDeferredValue(typed);
  const filter = useObjectFilter();
  const fittingRows = useFittingRows();
  if (isPending) return <RowsSkeleton label={tSetup('loading')} rows={8} />;

  const bad = perObject(
    (object) =>
      answer.problems.filter(
        (problem) => problem.phase === 'field-mapping' && problem.object === object && problem.blocks,
      ).length,
  );
  // While searching, objects in which nothing fits would only stand in the way.
  const shown = mappedObjects.filter(
    (object) =>
      (filter === null || filter === object) &&
      (wanted.trim() === '' || fittingRows(setUp.fields[object], objects[object], wanted).length > 0),
  );
  return (
    <>
      {error && <OrgUnread error={asApiError(error)} onRetry={() => void refetch()} />}
      <ObjectFilter counts={perObject((object) => setUp.fields[object].length)} bad={bad} />
      <div className={classes.tools}>
        <TextInput
          type="search"
          className={classes.search}
          aria-label={t('mapping.search')}
          placeholder={t('mapping.searchHint')}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
          value={typed}
          onChange={(event) => {
            const q = event.currentTarget.value;
            setTyped(q);
            setQuery(
              (present) => {
                if (q) present.set('q', q);
                else present.delete('q');
                return present;
              },
              { replace: true },
            );
          }}
        />
        <Button
          variant="default"
          size="sm"
          aria-expanded={preview}
          leftSection={<IconEye size={17} stroke={1.8} aria-hidden />}
          onClick={() => setPreview(!preview)}
        >
          {t(preview ? 'preview.close' : 'preview.open')}
        </Button>
      </div>
      <div className={classes.columns} data-preview={preview || undefined}>
        <div className={classes.cards}>
          {shown.length === 0 && (
            <p className={classes.quiet} role="status">
              {t('mapping.noMatch', { q: wanted.trim() })}
            </p>
          )}
          {shown.map((object) => (
            <MappedFields key={object} object={object} answer={objects[object]} q={wanted} />
          ))}
          <p className={classes.advice}>{t('mapping.fixedByUs')}</p>
        </div>
        {preview && <PreviewPanel onClose={() => setPreview(false)} />}
      </div>
    </>
  );
}
