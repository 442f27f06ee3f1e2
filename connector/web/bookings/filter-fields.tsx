// Cause, source, event type, host and dates. A choice that came with the address is shown even when it is not in the list
// any more, so that nothing narrows the list unseen.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useSources } from '../sources/source-queries.ts';
import { useTexts } from '../texts/texts.tsx';
import { type BookingFilter, folded, withChange } from './booking-filter.ts';
import classes from './booking-filters.module.css';
import { useCauses, useChoices } from './booking-queries.ts';
import { useProblemWords } from './booking-words.ts';

type Option = { value: string; label: string };

export function FilterFields(props: {
  filter: BookingFilter;
  onChange: (filter: BookingFilter, replace?: boolean) => void;
}) {
  const { filter } = props;
  const t = useTexts('bookings');
  const words = useProblemWords();
  const sources = useSources().data?.sources ?? [];
  const causes = useCauses(true).data?.causes ?? [];
  const { eventTypes = [], hosts = [] } = useChoices(true).data ?? {};
  const change = (next: BookingFilter) => props.onChange(withChange(filter, next));
  const shown = causes.filter(
    ({ state }) => !filter.state || filter.state === 'all' || filter.state === state,
  );
  const several = new Set(eventTypes.map(({ source }) => source)).size > 1;
  const backwards = filter.from !== undefined && filter.to !== undefined && filter.to < filter.from;
  return (
    <div role="group" aria-label={t('filter.label')} className={classes.fields}>
      <Choice
        label={t('filter.cause')}
        value={filter.cause}
        any={t('filter.anyCause')}
        unknown={t('filter.thisCause')}
        options={unique(
          shown.map(({ cause, count, field, ...problem }) => {
            const what = field ? `${field.label}: ` : '';
            return { value: cause, label: `${what}${words(problem).message} (${count})` };
          }),
        )}
        onChoose={(cause) => change({ cause })}
      />
      <Choice
        label={t('filter.source')}
        value={filter.source}
        any={t('filter.anySource')}
        unknown={filter.source ?? ''}
        options={sources.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={(source) => change({ source })}
      />
      <Choice
        label={t('filter.eventType')}
        value={filter.eventType}
        any={t('filter.anyEventType')}
        unknown={t('filter.thisEventType')}
        options={eventTypes.map(({ key, name, source }) => ({
          value: key,
          label: several ? `${name} (${source})` : name,
        }))}
        onChoose={(eventType) => change({ eventType })}
      />
      <Choice
        label={t('filter.host')}
        value={filter.host}
        any={t('filter.anyHost')}
        unknown={filter.host ?? ''}
        options={hosts.map(({ key, name }) => ({ value: key, label: name }))}
        onChoose={(host) => change({ host })}
      />
      <NativeSelect
        label={t('filter.when')}
        className={classes.when}
        value={filter.when ?? 'meeting'}
        data={[
          { value: 'meeting', label: t('filter.meeting') },
          { value: 'received', label: t('filter.received') },
        ]}
        onChange={(event) => {
          const when = event.currentTarget.value;
          change({ when: when === 'meeting' ? '' : when });
        }}
      />
      <Day label={t('filter.from')} value={filter.from} onChoose={(from) => change({ from })} />
      <Day
        label={t('filter.to')}
        value={filter.to}
        error={backwards ? t('filter.backwards') : undefined}
        onChoose={(to) => change({ to })}
      />
      {folded.some((key) => filter[key] !== undefined) && (
        <Button
          variant="subtle"
          className={classes.clear}
          onClick={() =>
            change({ cause: '', source: '', eventType: '', host: '', when: '', from: '', to: '' })
          }
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

function Choice(props: {
  label: string;
  value: string | undefined;
  any: string;
  unknown: string;
  options: Option[];
  onChoose: (value: string) => void;
}) {
  const { value = '', options } = props;
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <NativeSelect
      label={props.label}
      className={classes.choice}
      value={value}
      data={[
        { value: '', label: props.any },
        ...(isKnown ? [] : [{ value, label: props.unknown }]),
        ...options,
      ]}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
    />
  );
}

function Day(props: {
  label: string;
  value: string | undefined;
  error?: string | undefined;
  onChoose: (day: string) => void;
}) {
  return (
    <TextInput
      type="date"
      label={props.label}
      className={classes.day}
      value={props.value ?? ''}
      error={props.error}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
    />
  );
}

/** The same cause can be among the parked and the waiting ones. */
function unique(options: Option[]): Option[] {
  return [...new Map(options.map((option) => [option.value, option])).values()];
}
