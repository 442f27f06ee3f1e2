// The story in words: received, matched, written, each with its time.
import type { StoryEntry } from '../api.ts';
import { RelativeTime, tellExact } from '../parts/relative-time.tsx';
import classes from './booking-story.module.css';

const stageWords: Record<string, string> = {
  intake: 'Received',
  inbox: 'Kept',
  match: 'Matched',
  map: 'Planned',
  write: 'Written',
  report: 'Reported',
  replay: 'Replayed',
};

export function BookingStory({ story }: { story: StoryEntry[] }) {
  if (story.length === 0) return <p className={classes.none}>Nothing has happened yet.</p>;
  return (
    <ol className={classes.story}>
      {story.map((entry) => (
        <li
          key={`${entry.at} ${entry.code} ${tellTimes(entry.text)}`}
          className={classes.entry}
          data-code={entry.code}
        >
          <p className={classes.text}>{tellTimes(entry.text)}</p>
          <p className={classes.when}>
            {stageWords[entry.stage] ?? entry.stage}, <RelativeTime at={entry.at} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The trail is also kept in the org, where its times are ISO; here they are for people. Salesforce's own words stay. */
function tellTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?=\.(\s|$))/g, (iso) =>
    tellExact(new Date(iso)),
  );
}
