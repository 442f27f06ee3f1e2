// The field that stopped a booking, and the way to where it is set.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { useTexts } from '../texts/texts.tsx';
import classes from './booking-content.module.css';
import type { ProblemField } from './bookings-api.ts';

/** Fields of other objects are not set by people. */
const mapped = new Set(['Lead', 'Contact', 'Account', 'Case', 'Event']);

export function FieldName({ field }: { field: ProblemField }) {
  return (
    <>
      {field.label} <code className={classes.code}>{`${field.object}.${field.name}`}</code>
    </>
  );
}

export function FieldFix({ code, field }: { code: string; field: ProblemField }) {
  const t = useTexts('bookings');
  if (!mapped.has(field.object)) return null;
  const isRequired = /required/.test(code);
  const to = isRequired
    ? `/setup/field-validation?${new URLSearchParams({ object: field.object })}`
    : `/setup/field-mapping?${new URLSearchParams({ object: field.object, q: field.name })}`;
  return (
    <Button
      component={Link}
      to={to}
      size="sm"
      variant="default"
      rightSection={<IconArrowRight size={16} stroke={1.9} aria-hidden />}
    >
      {t(isRequired ? 'fix.required' : 'fix.map', { field: field.label })}
    </Button>
  );
}
