// Why bookings are parked: each cause once, with its fix and the way to replay what it stopped.
import { Button } from '@mantine/core';
import { useMayChange } from '../frame/session.ts';
import { Card } from '../parts/screen.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useProblemWords } from './booking-words.ts';
import type { Cause } from './bookings-api.ts';
import classes from './cause-list.module.css';
import { FieldFix, FieldName } from './field-fix.tsx';
import type { AskedReplay } from './replay-question.tsx';

export function CauseList(props: {
  causes: Cause[];
  /** The one that the list is narrowed to. */
  chosen: string | undefined;
  onShow: (cause: string) => void;
  onReplay: (asked: AskedReplay) => void;
}) {
  const t = useTexts('bookings');
  const words = useProblemWords();
  const mayChange = useMayChange();
  const parked = props.causes.filter(({ state }) => state === 'parked');
  const all = parked.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return (
    <Card
      title={t('causes.title', { count: all })}
      aside={
        mayChange &&
        parked.length > 1 && (
          <Button
            size="sm"
            variant="default"
            onClick={() => props.onReplay({ what: { state: 'parked' }, count: all })}
          >
            {t('causes.replayAll', { count: all })}
          </Button>
        )
      }
    >
      <p className={classes.lead}>
        {t('causes.lead')}
        {!mayChange && ` ${t('replay.notYours')}`}
      </p>
      <ul className={classes.causes}>
        {parked.map(({ cause, code, field, count, ...problem }) => {
          const { message, fix, ours } = words({ code, ...problem });
          return (
            <li key={cause} className={classes.cause} data-chosen={props.chosen === cause || undefined}>
              <div className={classes.words}>
                <p className={classes.message} lang={ours ? undefined : 'en'}>
                  {message}
                </p>
                {field && (
                  <p className={classes.quiet}>
                    {t('causes.field')} <FieldName field={field} />
                  </p>
                )}
                {fix && (
                  <p className={classes.quiet} lang={ours ? undefined : 'en'}>
                    {fix}
                  </p>
                )}
              </div>
              <span className={classes.count}>{t('causes.count', { count })}</span>
              <div className={classes.actions}>
                {field && <FieldFix code={code} field={field} />}
                {props.chosen !== cause && (
                  <Button size="sm" variant="default" onClick={() => props.onShow(cause)}>
                    {t('causes.show', { count })}
                  </Button>
                )}
                {mayChange && (
                  <Button
                    size="sm"
                    variant="default"
                    onClick={() => props.onReplay({ what: { state: 'parked', cause }, count })}
                  >
                    {t('causes.replay', { count })}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
