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
  const t = useTexts('frame');
  const tSources = useTexts('sources');
  const page = useConnectionPage();
  if (!page.data) return null;
  const { connection } = page.data;
  const { tone, mark, text } = stateOf(connection);
  return (
    <Link to="/setup/api-connection" className={classes.link}>
      <StateWord tone={tone} mark={mark}>
        {t(`connection.${text}`, {
          org: connection ? orgLabel(connection) : '',
          waiting: connection?.waitingBookings ?? 0,
          word: tSources('writing.word'),
        })}
      </StateWord>
    </Link>
  );
}

type StateText = 'connected' | 'paused' | 'needsYou' | 'reconnect' | 'none';

function stateOf(connection: Connection | null): { tone: Tone; mark: Mark; text: StateText } {
  // What needs a person comes first: nothing is written then, paused or not.
  if (connection?.state === 'ready' && connection.pausedByUserAt !== null)
    return { tone: 'warn', mark: 'waiting', text: 'paused' };
  switch (connection?.state) {
    case 'ready':
      return { tone: 'good', mark: 'done', text: 'connected' };
    case 'needs_attention':
      return { tone: 'warn', mark: 'attention', text: 'needsYou' };
    case 'reconnect':
      return { tone: 'bad', mark: 'failed', text: 'reconnect' };
    default:
      return { tone: 'quiet', mark: 'none', text: 'none' };
  }
}
