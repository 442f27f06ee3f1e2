// The list of bookings: filter, rows, what can be done with many, and what stands in their place while there are none.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../api.ts';
import { FirstSteps } from '../frame/first-steps.tsx';
import { LoadFailed, Notice } from '../parts/notice.tsx';
import { asApiError } from '../request.ts';
import { useTexts } from '../texts/texts.tsx';
import { isNarrowed, searchOf, useBookingFilter, withChange } from './booking-filter.ts';
import { BookingFilters } from './booking-filters.tsx';
import classes from './booking-list.module.css';
import { useBookings, useCauses } from './booking-queries.ts';
import { BookingTable, BookingTableSkeleton } from './booking-table.tsx';
import { CauseList } from './cause-list.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { type AskedReplay, ReplayQuestion } from './replay-question.tsx';
import { SelectionBar, mostChosen } from './selection-bar.tsx';

export function BookingList({ session, openId }: { session: Session; openId: string | undefined }) {
  const t = useTexts('bookings');
  const { filter, change } = useBookingFilter();
  const bookings = useBookings(filter);
  const causes = useCauses(filter.state === 'parked');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<AskedReplay | null>(null);
  const rows = bookings.data?.pages.flatMap((page) => page.bookings) ?? [];
  const counts = bookings.data?.pages[0]?.counts;
  const narrowed = isNarrowed(filter);
  if (counts?.all === 0 && !narrowed) return <NoBookings session={session} />;

  // What is not shown any more is not acted on.
  const picked = rows.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const started = (replay: string) => {
    setAsked(null);
    setChosen(new Set());
    change({ replay });
  };
  return (
    <div className={classes.list}>
      <BookingFilters filter={filter} counts={counts} onChange={change} />
      <p role="status" className="visually-hidden">
        {bookings.isSuccess &&
          narrowed &&
          t('found', { shown: rows.length, more: bookings.hasNextPage ? 'yes' : 'no' })}
      </p>
      {filter.replay && <ReplayProgress replayId={filter.replay} onClose={() => change({})} />}
      {filter.state === 'parked' && (
        <CauseList
          causes={causes.data?.causes ?? []}
          chosen={filter.cause}
          onShow={(cause) => change(withChange(filter, { cause }))}
          onReplay={setAsked}
        />
      )}
      {asked && <ReplayQuestion asked={asked} onStarted={started} onCancel={() => setAsked(null)} />}
      {!asked && picked.length > 0 && (
        <SelectionBar
          count={picked.length}
          onReplay={() => setAsked({ what: { ids: picked }, count: picked.length })}
          onClear={() => setChosen(new Set())}
        />
      )}
      {bookings.isError && (
        <LoadFailed
          what={t('loadFailed')}
          error={asApiError(bookings.error)}
          onRetry={() => void bookings.refetch()}
          retrying={bookings.isFetching}
        />
      )}
      {bookings.isPending && <BookingTableSkeleton />}
      {bookings.isSuccess && rows.length === 0 && (
        <Notice
          tone="quiet"
          title={t('noMatch')}
          actions={
            <Button variant="default" size="sm" onClick={() => change({})}>
              {t('showAll')}
            </Button>
          }
        />
      )}
      {rows.length > 0 && (
        <BookingTable
          rows={rows}
          openId={openId}
          search={searchOf(filter)}
          stale={bookings.isPlaceholderData}
          chosen={chosen}
          onChoose={(next) => {
            setAsked(null);
            setChosen(new Set([...next].slice(0, mostChosen)));
          }}
        />
      )}
      {bookings.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={bookings.isFetchingNextPage}
            onClick={() => void bookings.fetchNextPage()}
          >
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function NoBookings({ session }: { session: Session }) {
  const t = useTexts('bookings');
  return (
    <div className={classes.list}>
      <div className={classes.empty}>
        <h2>{t('empty.title')}</h2>
        <p>{t('empty.text')}</p>
      </div>
      <div className={classes.narrow}>
        <FirstSteps session={session} />
      </div>
    </div>
  );
}
