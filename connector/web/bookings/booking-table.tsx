// The rows: person, meeting, time, state, what was written. The whole row opens the booking; columns give way to width.
import { Skeleton } from '@mantine/core';
import { Link } from 'react-router';
import type { BookingRow } from '../api.ts';
import { ExternalLink } from '../parts/external-link.tsx';
import { tellMeeting } from '../parts/meeting-time.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { StateWord } from '../parts/state-word.tsx';
import classes from './booking-table.module.css';
import { personWord, recordWord, statusWords, syncWords, titleWord } from './booking-words.ts';

export function BookingTable(props: {
  rows: BookingRow[];
  openId: string | undefined;
  search: string;
  stale: boolean;
}) {
  return (
    <div className={classes.frame} data-stale={props.stale || undefined}>
      <table className={classes.table}>
        <thead>
          <Headings />
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Row key={row.id} row={row} open={row.id === props.openId} search={props.search} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Headings() {
  return (
    <tr>
      <th scope="col">Person</th>
      <th scope="col">Meeting</th>
      <th scope="col" className={classes.state}>
        State
      </th>
      <th scope="col" className={classes.written}>
        Written
      </th>
      <th scope="col" className={classes.received}>
        Received
      </th>
    </tr>
  );
}

function Row({ row, open, search }: { row: BookingRow; open: boolean; search: string }) {
  const { word, tone, mark } = syncWords[row.sync];
  return (
    <tr className={classes.row} data-open={open || undefined}>
      <td className={classes.person}>
        <Link
          to={{ pathname: `/bookings/${encodeURIComponent(row.id)}`, search }}
          className={classes.open ?? ''}
          id={`booking-${row.id}`}
          aria-current={open ? 'true' : undefined}
        >
          {personWord(row.person)}
        </Link>
        <span className={classes.second}>{row.person.email}</span>
      </td>
      <td className={classes.meeting}>
        <span className={row.status === 'canceled' ? classes.canceled : undefined}>
          {titleWord(row.title)}
        </span>
        <span className={classes.second}>
          {tellMeeting(row.startsAt, row.endsAt, row.timeZone)}
          {row.status !== 'scheduled' && ` · ${statusWords[row.status]}`}
        </span>
      </td>
      <td className={classes.state}>
        <StateWord tone={tone} mark={mark}>
          {word}
        </StateWord>
        {row.problem && <span className={classes.problem}>{row.problem.message}</span>}
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
  return (
    <div className={classes.frame} role="status" aria-busy="true" aria-label="Loading">
      <table className={classes.table} aria-hidden>
        <thead>
          <Headings />
        </thead>
        <tbody>
          {[1, 2, 3, 4, 5].map((row) => (
            <tr key={row} className={classes.row}>
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
