// A booking that a person must look at before it can be written: with the field that it is about, where there is one.
import { AppError } from '../errors.ts';
import type { ProblemField } from './plan.ts';

export class ParkedBooking extends AppError {
  readonly field: ProblemField | null;

  constructor(park: { code: string; message: string; fix: string; field?: ProblemField | null }) {
    super(park.code, park.message, { status: 422, retry: 'never', fix: park.fix });
    this.field = park.field ?? null;
  }
}

/** The field that an error is about, when it says one. */
export function fieldOf(error: object): ProblemField | null {
  const field: unknown = Reflect.get(error, 'field');
  return isField(field) ? field : null;
}

function isField(value: unknown): value is ProblemField {
  return (
    typeof value === 'object' && value !== null && 'object' in value && 'name' in value && 'label' in value
  );
}
