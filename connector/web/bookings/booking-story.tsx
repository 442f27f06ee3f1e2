// The story in words: received, matched, written, each with its time.
import { RelativeTime, tellExact } from '../parts/relative-time.tsx';
import { type Language, useLanguage, useTexts } from '../texts/texts.tsx';
import classes from './booking-story.module.css';
import type { StoryEntry } from './bookings-api.ts';

const stages = ['intake', 'inbox', 'match', 'map', 'write', 'report'] as const;

export function BookingStory({ story }: { story: StoryEntry[] }) {
  const t = useTexts('bookings');
  const { language } = useLanguage();
  const tellStage = (stage: string): string => {
    const known = stages.find((each) => each === stage);
    return known === undefined ? stage : t(`stages.${known}`);
  };
  if (story.length === 0) return <p className={classes.none}>{t('detail.noStory')}</p>;
  return (
    <ol className={classes.story}>
      {story.map((entry) => (
        <li key={`${entry.at} ${entry.code} ${entry.text}`} className={classes.entry} data-code={entry.code}>
          {/* As it was decided and as the org has it: in English. */}
          <p className={classes.text} lang="en">
            {tellTimes(entry.text, language)}
          </p>
          <p className={classes.when}>
            {tellStage(entry.stage)}, <RelativeTime at={entry.at} />
          </p>
        </li>
      ))}
    </ol>
  );
}

/** The trail is also kept in the org, where its times are ISO; here they are for people. Salesforce's own words stay. */
function tellTimes(text: string, language: Language): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?=\.(\s|$))/g, (iso) =>
    tellExact(new Date(iso), language),
  );
}
