// The rows that fit a search: by booking field, Salesforce label, API name or fixed value.
import { useBookingFieldWords } from '../fields/booking-field-words.ts';
import type { MappingRow } from '../set-up-document.ts';
import type { ObjectAnswer } from '../setup-api.ts';

export function useFittingRows() {
  const { tellField } = useBookingFieldWords();
  return (
    rows: readonly MappingRow[],
    answer: ObjectAnswer | undefined,
    typed: string,
  ): readonly MappingRow[] => {
    const q = typed.trim().toLocaleLowerCase();
    if (q === '') return rows;
    const labels = new Map(answer?.fields.map(({ name, label }) => [name, label]));
    return rows.filter(({ target, source }) =>
      [target, labels.get(target), source.kind === 'booking' ? tellField(source.field) : source.value]
        .join(' ')
        .toLocaleLowerCase()
        .includes(q),
    );
  };
}
