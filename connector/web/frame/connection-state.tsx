// The connection's state as one coloured word beside the workspace's name, leading to where it can be changed.
import { Link } from 'react-router';
import type { Connection } from '../api.ts';
import { useConnectionPage } from '../connection/connection-queries.ts';
import { orgLabel } from '../connection/org-label.ts';
import { type Mark, StateWord } from '../parts/state-word.tsx';
import type { Tone } from '../parts/tone.ts';
import { useTexts } from '../texts/texts.tsx';
import classes from './connection-state.module.css';

export function ConnectionState() {
  const t = useTexts('sources');
  const page = useConnectionPage();
  if (!page.data) return null;
  const { tone, mark, words } = tellState(page.data.connection, t('writing.word'));
  return (
    <Link to="/setup/api-connection" className={classes.link}>
      <StateWord tone={tone} mark={mark}>
        {words}
      </StateWord>
    </Link>
  );
}

function tellState(connection: Connection | null, paused: string): { tone: Tone; mark: Mark; words: string } {
  // What needs a person comes first: nothing is written then, paused or not.
  if (connection?.state === 'ready' && connection.pausedByUserAt !== null)
    return { tone: 'warn', mark: 'waiting', words: `${paused}${waiting(connection)}` };
  switch (connection?.state) {
    case 'ready':
      return { tone: 'good', mark: 'done', words: `Connected to ${orgLabel(connection)}` };
    case 'needs_attention':
      return { tone: 'warn', mark: 'attention', words: `Needs you${waiting(connection)}` };
    case 'reconnect':
      return { tone: 'bad', mark: 'failed', words: `Needs you: reconnect${waiting(connection)}` };
    default:
      return { tone: 'quiet', mark: 'none', words: 'Not connected' };
  }
}

function waiting({ waitingBookings }: Connection): string {
  return waitingBookings === 0 ? '' : ` (${waitingBookings} waiting)`;
}
