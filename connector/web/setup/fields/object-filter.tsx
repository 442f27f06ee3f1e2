// Which object's fields are shown, with a count at each; kept in the address, so that it survives a reload.
import { Link, useSearchParams } from 'react-router';
import { useTexts } from '../../texts/texts.tsx';
import { mappedObject, mappedObjects, type MappedObject } from '../set-up-document.ts';
import { useObjects } from '../setup-queries.ts';
import classes from './object-filter.module.css';

export function useObjectFilter(): MappedObject | null {
  const [query] = useSearchParams();
  return mappedObject.safeParse(query.get('object')).data ?? null;
}

export function ObjectFilter(props: {
  counts: Record<MappedObject, number>;
  bad?: Record<MappedObject, number>;
}) {
  const t = useTexts('fields');
  const chosen = useObjectFilter();
  // As the org calls them: it may have renamed or translated them.
  const { objects } = useObjects();
  return (
    <nav aria-label={t('validation.filter')} className={classes.filter}>
      {[null, ...mappedObjects].map((object) => {
        const bad = object ? (props.bad?.[object] ?? 0) : 0;
        return (
          <Link
            key={object ?? 'all'}
            to={{ search: object ? `object=${object}` : '' }}
            replace
            preventScrollReset
            className={classes.object ?? ''}
            aria-current={chosen === object ? 'true' : undefined}
          >
            {object ? (objects[object]?.label ?? t(`objects.${object}`)) : t('validation.all')}
            {object && <span className={classes.count}>{props.counts[object]}</span>}
            {bad > 0 && <span className={classes.bad}>{t('validation.count', { missing: bad })}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
