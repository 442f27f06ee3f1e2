// The rows: person, meeting, time, state, what was written. The whole row opens the booking; columns give way to width.
import { Checkbox, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useMayChange } from '../frame/session.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import { useMeetingTime } from '../parts/meeting-time.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import { useTexts } from '../texts/texts.tsx';
import classes from './booking-table.module.css';
import { recordWord, syncLooks, useNames, useProblemWords } from './booking-words.ts';
import type { BookingRow } from './bookings-api.ts';

export function BookingTable(props: {
  rows: BookingRow[];
  openId: string | undefined;
  search: string;
  stale: boolean;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { rows, chosen, onChoose } = props;
  const t = useTexts('bookings');
  // Nothing can be done with a choice by who only looks.
  const mayChoose = useMayChange();
  const count = rows.filter(({ id }) => chosen.has(id)).length;
  return (
    <div className={classes.frame} data-stale={props.stale || undefined}>
      <table className={classes.table} data-choice={mayChoose}>
        <thead>
          <Headings>
            {mayChoose && (
              <Checkbox
                size="sm"
                aria-label={t('select.all')}
                checked={count === rows.length}
                indeterminate={count > 0 && count < rows.length}
                onChange={(event) =>
                  onChoose(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))
                }
              />
            )}
          </Headings>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              open={row.id === props.openId}
              search={props.search}
              mayChoose={mayChoose}
              chosen={chosen.has(row.id)}
              onChoose={(isChosen) => {
                const next = new Set(chosen);
                if (isChosen) next.add(row.id);
                else next.delete(row.id);
                onChoose(next);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Headings({ children }: { children: ReactNode }) {
  const t = useTexts('bookings');
  return (
    <tr>
      {children && (
        <th scope="col" className={classes.select}>
          {children}
        </th>
      )}
      <th scope="col">{t('columns.person')}</th>
      <th scope="col">{t('columns.meeting')}</th>
      <th scope="col" className={classes.state}>
        {t('columns.state')}
      </th>
      <th scope="col" className={classes.written}>
        {t('columns.written')}
      </th>
      <th scope="col" className={classes.received}>
        {t('columns.received')}
      </th>
    </tr>
  );
}

function Row(props: {
  row: BookingRow;
  open: boolean;
  search: string;
  mayChoose: boolean;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}) {
  const { row, open, chosen } = props;
  const t = useTexts('bookings');
  const names = useNames();
  const words = useProblemWords();
  const tellMeeting = useMeetingTime();
  const { tone, mark } = syncLooks[row.sync];
  const problem = row.problem && words(row.problem);
  return (
    <tr className={classes.row} data-open={open || undefined} data-chosen={chosen || undefined}>
      {props.mayChoose && (
        <td className={classes.select}>
          <Checkbox
            size="sm"
            aria-label={t('select.one', { person: names.person(row.person) })}
            checked={chosen}
            onChange={(event) => props.onChoose(event.currentTarget.checked)}
          />
        </td>
      )}
      <td className={classes.person}>
        <Link
          to={{ pathname: `/bookings/${encodeURIComponent(row.id)}`, search: props.search }}
          className={classes.open ?? ''}
          id={`booking-${row.id}`}
          aria-current={open ? 'true' : undefined}
        >
          <bdi>{names.person(row.person)}</bdi>
        </Link>
        <span className={classes.second}>{row.person.email}</span>
      </td>
      <td className={classes.meeting}>
        <span className={classes.title} data-canceled={row.status === 'canceled' || undefined}>
          <bdi>{names.title(row.title)}</bdi>
        </span>
        <span className={classes.second}>
          {tellMeeting(row)}
          {row.status !== 'scheduled' && ` · ${t(`status.${row.status}`)}`}
        </span>
      </td>
      <td className={classes.state}>
        <StateWord tone={tone} mark={mark}>
          {t(`sync.${row.sync}`)}
        </StateWord>
        {problem && (
          <span className={classes.problem} lang={problem.ours ? undefined : 'en'}>
            {problem.message}
          </span>
        )}
      </td>
      <td className={classes.written}>
        {row.written.map((record) => (
          <span key={record.id} className={classes.record}>
            <ExternalLink href={record.url} plain>
              {recordWord(record.type)}
              <span className="visually-hidden"> {record.label}</span>
            </ExternalLink>
          </span>
        ))}
      </td>
      <td className={classes.received}>
        <span className={classes.when}>
          <RelativeTime at={row.receivedAt} />
        </span>
        <span className={classes.second}>{row.source.name}</span>
      </td>
    </tr>
  );
}

export function BookingTableSkeleton() {
  const t = useTexts('bookings');
  const mayChoose = useMayChange();
  return (
    <div className={classes.frame} role="status" aria-busy="true" aria-label={t('loading')}>
      <table className={classes.table} data-choice={mayChoose} aria-hidden>
        <thead>
          <Headings>{mayChoose && <Skeleton height={16} width={16} />}</Headings>
        </thead>
        <tbody>
          {[1, 2, 3, 4, 5].map((row) => (
            <tr key={row} className={classes.row}>
              {mayChoose && (
                <td className={classes.select}>
                  <Skeleton height={16} width={16} />
                </td>
              )}
              <td className={classes.person}>
                <Skeleton height={14} width="70%" my={4} />
                <Skeleton height={12} width="90%" my={5} />
              </td>
              <td className={classes.meeting}>
                <Skeleton height={14} width="50%" my={4} />
                <Skeleton height={12} width="80%" my={5} />
              </td>
              <td className={classes.state}>
                <Skeleton height={14} width="80%" my={4} />
              </td>
              <td className={classes.written}>
                <Skeleton height={14} width="70%" my={4} />
              </td>
              <td className={classes.received}>
                <Skeleton height={14} width="60%" my={4} ml="auto" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
