// Phase 3: every field that Salesforce insists on, by object, with where its value comes from. A row without one says what
// would stop.
import type { Session } from '../../api.ts';
import { Notice } from '../../parts/notice.tsx';
import { Card } from '../../parts/screen.tsx';
import { asApiError } from '../../request.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useDraft } from '../draft/draft.tsx';
import { ObjectFilter, useObjectFilter } from '../fields/object-filter.tsx';
import { OrgUnread } from '../fields/org-unread.tsx';
import { rowOf } from '../fields/row-changes.ts';
import { RowsSkeleton } from '../phases/phase-skeleton.tsx';
import { PhaseScreen } from '../phases/phase-screen.tsx';
import { mappedObjects, perObject, type MappedObject } from '../set-up-document.ts';
import type { ObjectAnswer } from '../setup-api.ts';
import { useObjects } from '../setup-queries.ts';
import classes from '../fields/field-list.module.css';
import { isOpen } from './required-fields.ts';
import { RequiredRow } from './required-row.tsx';

export function FieldValidationScreen({ session }: { session: Session }) {
  return (
    <PhaseScreen session={session} phase="field-validation">
      <RequiredFields />
    </PhaseScreen>
  );
}

function RequiredFields() {
  const t = useTexts('fields');
  const tSetup = useTexts('setup');
  const { objects, isPending, error, refetch } = useObjects();
  const draft = useDraft();
  const filter = useObjectFilter();
  if (isPending) return <RowsSkeleton label={tSetup('loading')} rows={6} />;
  if (error && Object.keys(objects).length === 0)
    return <OrgUnread error={asApiError(error)} onRetry={() => void refetch()} />;

  const required = (object: MappedObject) => objects[object]?.fields.filter((field) => field.required) ?? [];
  const counts = perObject((object) => required(object).length);
  const missing = perObject(
    (object) =>
      required(object).filter((field) =>
        isOpen(rowOf(draft.setUp, object, field.name), object, field.name, draft),
      ).length,
  );
  if (mappedObjects.every((object) => counts[object] === 0)) {
    return (
      <Notice tone="good" title={t('validation.noneAtAll')}>
        <p>{t('validation.noneAtAllWhy')}</p>
      </Notice>
    );
  }
  return (
    <>
      <ObjectFilter counts={counts} bad={missing} />
      {mappedObjects
        .filter((object) => filter === null || filter === object)
        .map((object) => (
          <ObjectCard key={object} object={object} answer={objects[object]} missing={missing[object]} />
        ))}
      <p className={classes.advice}>{t('validation.advice')}</p>
    </>
  );
}

function ObjectCard(props: { object: MappedObject; answer: ObjectAnswer | undefined; missing: number }) {
  const t = useTexts('fields');
  const { object, answer, missing } = props;
  const fields = answer?.fields.filter((field) => field.required) ?? [];
  return (
    <Card
      title={answer?.label ?? t(`objects.${object}`)}
      aside={
        fields.length > 0 && (
          <span className={classes.aside} data-tone={missing > 0 ? 'bad' : 'good'}>
            {t('validation.countAll', { count: fields.length })} ·{' '}
            <strong>{t('validation.count', { missing })}</strong>
          </span>
        )
      }
    >
      {answer?.visible === false && (
        <p className={classes.quiet}>{t('invisible', { object: answer.label })}</p>
      )}
      {answer?.visible !== false && fields.length === 0 && (
        <p className={classes.quiet}>{t('validation.none')}</p>
      )}
      {fields.length > 0 && (
        <ul className={classes.list}>
          {fields.map((field) => (
            <RequiredRow key={field.name} object={object} field={field} />
          ))}
        </ul>
      )}
    </Card>
  );
}
