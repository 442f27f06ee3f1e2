// What can be done with the chosen bookings.
import { Button } from '@mantine/core';
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs';
import { useTexts } from '../texts/texts.tsx';
import classes from './booking-list.module.css';

/** So many the connector takes at a time. */
export const mostChosen = 500;

export function SelectionBar(props: { count: number; onReplay: () => void; onClear: () => void }) {
  const t = useTexts('bookings');
  return (
    <div className={classes.selection} role="group" aria-label={t('select.chosen', { count: props.count })}>
      <span className={classes.chosen}>{t('select.chosen', { count: props.count })}</span>
      {props.count >= mostChosen && <span>{t('select.tooMany', { most: mostChosen })}</span>}
      <Button
        size="sm"
        leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
        onClick={props.onReplay}
      >
        {t('replay.go')}
      </Button>
      <Button size="sm" variant="subtle" onClick={props.onClear}>
        {t('select.none')}
      </Button>
    </div>
  );
}
