// State, search, and behind a button everything else the list can be narrowed by. All of it lives in the address.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import IconAdjustmentsHorizontal from '@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useTexts } from '../texts/texts.tsx';
import { type BookingFilter, folded, searchOf, withChange } from './booking-filter.ts';
import classes from './booking-filters.module.css';
import type { BookingCounts } from './bookings-api.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterFields } from './filter-fields.tsx';

const states = ['all', 'waiting', 'parked', 'done'] as const;

export function BookingFilters(props: {
  filter: BookingFilter;
  counts: BookingCounts | undefined;
  onChange: (filter: BookingFilter, replace?: boolean) => void;
}) {
  const { filter, counts, onChange } = props;
  const t = useTexts('bookings');
  const set = folded.filter((key) => filter[key] !== undefined).length;
  const [open, setOpen] = useState(set > 0);
  return (
    <div className={classes.filters}>
      <nav aria-label={t('states.label')} className={classes.states}>
        {states.map((state) => {
          const chosen = (filter.state ?? 'all') === state;
          // A cause belongs to a state; with another one it would find nothing.
          const next = withChange(filter, { state: state === 'all' ? '' : state, cause: '' });
          return (
            <Link
              key={state}
              to={{ pathname: '/bookings', search: searchOf(next) }}
              className={classes.state ?? ''}
              aria-current={chosen ? 'true' : undefined}
            >
              {t(`states.${state}`)}
              {counts && <span className={classes.count}>{counts[state]}</span>}
            </Link>
          );
        })}
      </nav>
      <div className={classes.tools}>
        <Search value={filter.q ?? ''} onSearch={(q) => onChange(withChange(filter, { q }), true)} />
        <Button
          variant="default"
          aria-expanded={open}
          aria-controls="booking-filters"
          leftSection={<IconAdjustmentsHorizontal size={17} stroke={1.8} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t('filter.open', { set })}
        </Button>
        <ExportMenu filter={filter} />
      </div>
      <div id="booking-filters" className={classes.folded} hidden={!open}>
        {open && <FilterFields filter={filter} onChange={onChange} />}
      </div>
    </div>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const t = useTexts('bookings');
  const input = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback(onSearch, 300);
  useEffect(() => {
    // The back button changes the address; what is being typed is never overwritten.
    if (input.current && input.current !== document.activeElement) input.current.value = value;
  }, [value]);
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={t('filter.search')}
      placeholder={t('filter.searchHint')}
      className={classes.search}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
      defaultValue={value}
      onChange={(event) => search(event.currentTarget.value.trim())}
    />
  );
}
