// State, source and search. All of it lives in the address: a reload, a bookmark or the back button keep it.
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { BookingFilter, BookingList } from '../api.ts';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useSources } from '../sources/source-queries.ts';
import classes from './booking-filters.module.css';

const states = [
  { value: undefined, count: 'all', label: 'All' },
  { value: 'waiting', count: 'waiting', label: 'Waiting' },
  { value: 'parked', count: 'parked', label: 'Parked' },
  { value: 'done', count: 'done', label: 'In Salesforce' },
] as const;

export function BookingFilters(props: {
  filter: BookingFilter;
  counts: BookingList['counts'] | undefined;
  onChange: (filter: BookingFilter, replace: boolean) => void;
}) {
  const { filter, counts, onChange } = props;
  const sources = useSources().data?.sources ?? [];
  return (
    <div className={classes.filters}>
      <nav aria-label="Filter by state" className={classes.states}>
        {states.map(({ value, count, label }) => (
          <Link
            key={label}
            to={{ pathname: '/bookings', search: searchOf({ ...filter, state: value }) }}
            className={classes.state ?? ''}
            aria-current={filter.state === value ? 'true' : undefined}
          >
            {label}
            {counts && <span className={classes.count}>{counts[count]}</span>}
          </Link>
        ))}
      </nav>
      <div className={classes.fields}>
        <Search
          value={filter.q ?? ''}
          onSearch={(q) => {
            const { q: _, ...rest } = filter;
            onChange(q ? { ...rest, q } : rest, true);
          }}
        />
        {(sources.length > 1 || filter.source) && (
          <NativeSelect
            aria-label="Source"
            className={classes.source}
            value={filter.source ?? ''}
            onChange={(event) => {
              const { source: _, ...rest } = filter;
              const source = event.currentTarget.value;
              onChange(source ? { ...rest, source } : rest, false);
            }}
            data={[
              { value: '', label: 'All sources' },
              ...sources.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </div>
    </div>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
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
      aria-label="Search by person, e-mail or meeting"
      placeholder="Person, e-mail or meeting"
      className={classes.search}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
      defaultValue={value}
      onChange={(event) => search(event.currentTarget.value.trim())}
    />
  );
}

function searchOf(filter: { state?: string | undefined; q?: string; source?: string }): string {
  const query = new URLSearchParams();
  if (filter.state) query.set('state', filter.state);
  if (filter.q) query.set('q', filter.q);
  if (filter.source) query.set('source', filter.source);
  return query.toString();
}
