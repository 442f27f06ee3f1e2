// The list of bookings: filter, rows, and what stands in their place while there are none.
import { Button } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { BookingFilter, Session } from '../api.ts';
import { FirstSteps } from '../frame/first-steps.tsx';
import { announce } from '../parts/announce.ts';
import { ErrorNotice, LoadFailed, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { BookingFilters } from './booking-filters.tsx';
import classes from './booking-list.module.css';
import { useBookings, useReplayParked } from './booking-queries.ts';
import { BookingTable, BookingTableSkeleton } from './booking-table.tsx';

export function BookingList({ session, openId }: { session: Session; openId: string | undefined }) {
  const [query, setQuery] = useSearchParams();
  const filter = readFilter(query);
  const bookings = useBookings(filter);
  const rows = bookings.data?.pages.flatMap((page) => page.bookings) ?? [];
  const counts = bookings.data?.pages[0]?.counts;
  const filtered = filter.state !== undefined || filter.q !== undefined || filter.source !== undefined;
  const change = (changed: BookingFilter, replace: boolean) => {
    const next = new URLSearchParams();
    if (changed.state) next.set('state', changed.state);
    if (changed.q) next.set('q', changed.q);
    if (changed.source) next.set('source', changed.source);
    setQuery(next, { replace });
  };
  if (counts?.all === 0 && !filtered) return <NoBookings session={session} />;
  return (
    <div className={classes.list}>
      <BookingFilters filter={filter} counts={counts} onChange={change} />
      <p role="status" className="visually-hidden">
        {bookings.isSuccess && filtered && tellCount(rows.length, bookings.hasNextPage)}
      </p>
      {filter.state === 'parked' && rows.length > 0 && <ParkedNote count={counts?.parked ?? rows.length} />}
      {bookings.isError && (
        <LoadFailed
          what="The bookings could not be loaded."
          error={asApiError(bookings.error)}
          onRetry={() => void bookings.refetch()}
          retrying={bookings.isFetching}
        />
      )}
      {bookings.isPending && <BookingTableSkeleton />}
      {bookings.isSuccess && rows.length === 0 && (
        <Notice
          tone="quiet"
          title="No booking fits this filter."
          actions={
            <Button variant="default" size="sm" onClick={() => change({}, false)}>
              Show all bookings
            </Button>
          }
        />
      )}
      {rows.length > 0 && (
        <BookingTable
          rows={rows}
          openId={openId}
          search={query.toString()}
          stale={bookings.isPlaceholderData}
        />
      )}
      {bookings.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={bookings.isFetchingNextPage}
            onClick={() => void bookings.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function NoBookings({ session }: { session: Session }) {
  return (
    <div className={classes.list}>
      <div className={classes.empty}>
        <h2>No bookings yet</h2>
        <p>
          The first one appears here as soon as a source sends it: who booked, when, and what was written to
          Salesforce.
        </p>
      </div>
      <div className={classes.narrow}>
        <FirstSteps session={session} />
      </div>
    </div>
  );
}

function ParkedNote({ count }: { count: number }) {
  const replay = useReplayParked();
  return (
    <Notice
      tone="warn"
      title={count === 1 ? 'This booking waits for a person.' : `${count} bookings wait for a person.`}
      actions={
        <Button
          size="sm"
          variant="default"
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(undefined, {
              onSuccess: ({ replayed }) => announce(`${replayed} bookings are being written again.`),
            })
          }
        >
          Replay all parked
        </Button>
      }
    >
      <p>Open {count === 1 ? 'it' : 'one'} to see why and what to do, then replay.</p>
      {replay.isError && (
        <ErrorNotice
          what="They could not be replayed."
          why={replay.error.message}
          fix={asApiError(replay.error).fix}
        />
      )}
    </Notice>
  );
}

function tellCount(shown: number, more: boolean): string {
  if (shown === 0) return 'No booking fits this filter.';
  return `${shown}${more ? ' or more' : ''} ${shown === 1 ? 'booking fits' : 'bookings fit'} this filter.`;
}

function readFilter(query: URLSearchParams): BookingFilter {
  const filter: BookingFilter = {};
  const state = query.get('state');
  const q = query.get('q');
  const source = query.get('source');
  if (state) filter.state = state;
  if (q) filter.q = q;
  if (source) filter.source = source;
  return filter;
}
