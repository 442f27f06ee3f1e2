// Validation rules, calculated fields and default values: formulas run by formulon. It does not know ISNEW, ISCHANGED and PRIORVALUE, so these are replaced
// by names first, and the names get their values from the record before and after the change.
// A rule that cannot be run stops the org at its start: skipped silently, it would let through what Salesforce refuses.

import formulon from 'formulon';
import type { OrgRecord } from '../records.ts';
import type { Field, Schema, SObject, ValidationRule } from '../schema/schema.ts';
import { formatDatetime, parseDatetime } from '../values.ts';
import type { Value } from '../values.ts';

type Literal = Parameters<typeof formulon.parse>[1] extends Record<string, infer Entry> | undefined
  ? Entry
  : never;

/** Before and after of one change; `before` is null for a new record. */
export type Change = { before: OrgRecord | null; after: OrgRecord };

/** A formula that cannot be run; `reason` in Salesforce's words. */
export class FormulaProblem extends Error {
  readonly reason: string;
  constructor(title: string, reason: string) {
    super(`${title} cannot be run: ${reason}`);
    this.name = 'FormulaProblem';
    this.reason = reason;
  }
}

type ParentOf = (field: Field, record: OrgRecord) => OrgRecord | undefined;

export type RunnableRule = {
  rule: ValidationRule;
  /** True when the rule refuses the change. */
  refuses(change: Change, parentOf: ParentOf): boolean;
};

type Input = { name: string; kind: 'value' | 'prior' | 'changed' | 'new'; path: Field[] };

/** The fields a formula names, those on the way to a parent's included. */
export function fieldsOf(schema: Schema, sObject: SObject, formula: string): Field[] {
  const code = formula.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[\s\S]*?\*\//g, ' ');
  return [...code.matchAll(/[A-Za-z_$][\w.$]*/g)].flatMap(([name]) => {
    try {
      return resolve(schema, sObject, name, '');
    } catch (error) {
      // Names of functions, and of fields that are gone.
      if (error instanceof FormulaProblem) return [];
      throw error;
    }
  });
}

export function prepareRule(schema: Schema, sObject: SObject, rule: ValidationRule): RunnableRule {
  const run = compile(schema, sObject, `Validation rule ${sObject.name}.${rule.name}`, rule.formula);
  return { rule, refuses: (change, parentOf) => run(change, parentOf).value === true };
}

/** The value of a calculated field, or of a default, for one record. */
export type RunnableFormula = (record: OrgRecord, parentOf: ParentOf) => Value;

/** `text`: the formula; its result becomes a value of the field. */
export function prepareFormula(
  schema: Schema,
  sObject: SObject,
  field: Field,
  text: string,
): RunnableFormula {
  const blanks = field.formula?.blanksAsZero === true ? 'zero' : 'blank';
  const run = compile(schema, sObject, `Formula of ${sObject.name}.${field.name}`, text, blanks);
  return (record, parentOf) => valueOfResult(field, run({ before: null, after: record }, parentOf));
}

const prepared = new WeakMap<Field, RunnableFormula>();
// The object a field on the way of a formula belongs to, as its own formula needs it.
const owners = new WeakMap<Field, SObject>();

/** A calculated field is worked out whenever it is read. */
export function calculate(
  schema: Schema,
  sObject: SObject,
  field: Field,
  record: OrgRecord,
  parentOf: ParentOf,
): Value {
  let run = prepared.get(field);
  if (run === undefined) {
    run = prepareFormula(schema, sObject, field, field.formula?.text ?? '');
    prepared.set(field, run);
  }
  return run(record, parentOf);
}

/** What an empty number is: as a rule sees it, zero, or something that leaves the whole result empty. */
type Blanks = 'rule' | 'zero' | 'blank';

function compile(schema: Schema, sObject: SObject, title: string, text: string, blanks: Blanks = 'rule') {
  const inputs = new Map<string, Input>();
  const formula = outsideTexts(text, (code) =>
    code
      .replace(/\bISNEW\s*\(\s*\)/gi, () => {
        inputs.set('bb_new', { name: 'bb_new', kind: 'new', path: [] });
        return 'bb_new';
      })
      .replace(/\b(PRIORVALUE|ISCHANGED)\s*\(\s*([\w.]+)\s*\)/gi, (_, fn: string, name: string) => {
        const kind = fn.toUpperCase() === 'PRIORVALUE' ? 'prior' : 'changed';
        const input = `bb_${kind}_${name}`;
        inputs.set(input, { name: input, kind, path: resolve(schema, sObject, name, title) });
        return input;
      }),
  );
  for (const name of identifiers(formulon.ast(formula), title)) {
    if (!inputs.has(name))
      inputs.set(name, { name, kind: 'value', path: resolve(schema, sObject, name, title) });
  }

  function run(values: Record<string, Literal>): Literal {
    const result = formulon.parse(formula, blanks === 'zero' ? withZeros(inputs, values) : values);
    if (result.type !== 'error') return result;
    const hasBlank = Object.values(values).some(({ dataType }) => dataType === 'null');
    if (blanks === 'blank' && hasBlank) return noValue;
    throw new FormulaProblem(title, result.message);
  }

  // Every branch of a formula is evaluated, so two trial runs show all functions and types it uses.
  run(valuesOf(inputs, (input) => sampleOf(input, false)));
  run(valuesOf(inputs, (input) => sampleOf(input, true)));

  return ({ before, after }: Change, parentOf: ParentOf): Literal =>
    run(
      valuesOf(inputs, (input) => {
        const last = input.path.at(-1);
        if (input.kind === 'new' || last === undefined) return checkbox(before === null);
        const now = valueAt(schema, after, input.path, parentOf);
        if (input.kind === 'value') return literalOf(last, now);
        // Of a new record the prior value is its value, and nothing has changed.
        const prior = before === null ? now : valueAt(schema, before, input.path, parentOf);
        return input.kind === 'prior' ? literalOf(last, prior) : checkbox(now !== prior);
      }),
    );
}

const noValue: Literal = { type: 'literal', dataType: 'null', value: null };

function withZeros(
  inputs: ReadonlyMap<string, Input>,
  values: Record<string, Literal>,
): Record<string, Literal> {
  const isNumber = (name: string) =>
    /^(int|double|currency|percent)$/.test(inputs.get(name)?.path.at(-1)?.type ?? '');
  return Object.fromEntries(
    Object.entries(values).map(([name, literal]) => [
      name,
      literal.dataType === 'null' && isNumber(name)
        ? { type: 'literal', dataType: 'number', value: 0, options: { length: 1, scale: 0 } }
        : literal,
    ]),
  );
}

function valueOfResult(field: Field, { value }: Literal): Value {
  if (field.type === 'boolean') return value === true;
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) {
    return field.type === 'date' ? value.toISOString().slice(0, 10) : formatDatetime(value);
  }
  if (typeof value === 'number') {
    if (/^(string|textarea)$/.test(field.type)) return String(value);
    return Number((field.type === 'percent' ? value * 100 : value).toFixed(field.scale));
  }
  return typeof value === 'string' ? value : null;
}

/** Applies `change` to the formula but for its quoted texts and comments. */
function outsideTexts(formula: string, change: (code: string) => string): string {
  return formula
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[\s\S]*?\*\/)/)
    .map((part, place) => (place % 2 === 0 ? change(part) : part.startsWith('/*') ? '' : part))
    .join('');
}

function identifiers(node: ReturnType<typeof formulon.ast>, title: string): string[] {
  switch (node.type) {
    case 'callExpression':
      return node.arguments.flatMap((argument) => identifiers(argument, title));
    case 'identifier':
      return [node.name];
    case 'error':
      throw new FormulaProblem(title, node.message);
    default:
      return [];
  }
}

function resolve(schema: Schema, sObject: SObject, name: string, title: string): Field[] {
  const parts = name.split('.');
  const path: Field[] = [];
  let object: SObject | undefined = sObject;
  for (const [place, part] of parts.entries()) {
    const isLast = place === parts.length - 1;
    const field: Field | undefined =
      object === undefined
        ? undefined
        : isLast
          ? schema.field(object, part)
          : schema.fieldByRelationship(object, part);
    if (field === undefined)
      throw new FormulaProblem(
        title,
        name.startsWith('$')
          ? `The local org does not run ${name} in a formula.`
          : `Field ${name} does not exist. Check spelling.`,
      );
    path.push(field);
    if (object !== undefined) owners.set(field, object);
    object = schema.find(field.referenceTo[0] ?? '');
  }
  return path;
}

function valueAt(schema: Schema, record: OrgRecord, path: Field[], parentOf: ParentOf): Value {
  let current: OrgRecord | undefined = record;
  for (const field of path.slice(0, -1))
    current = current === undefined ? undefined : parentOf(field, current);
  const last = path.at(-1);
  const owner = last === undefined ? undefined : owners.get(last);
  if (current === undefined || last === undefined) return null;
  return last.formula === null || owner === undefined
    ? (current[last.name] ?? null)
    : calculate(schema, owner, last, current, parentOf);
}

function valuesOf(inputs: Map<string, Input>, value: (input: Input) => Literal): Record<string, Literal> {
  return Object.fromEntries([...inputs.values()].map((input) => [input.name, value(input)]));
}

function checkbox(value: boolean): Literal {
  return { type: 'literal', dataType: 'checkbox', value };
}

function literalOf(field: Field, value: Value): Literal {
  switch (field.type) {
    case 'boolean':
      return checkbox(value === true);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent': {
      if (typeof value !== 'number') return { type: 'literal', dataType: 'null', value: null };
      const number = field.type === 'percent' ? value / 100 : value;
      return {
        type: 'literal',
        dataType: 'number',
        value: number,
        options: { length: field.precision - field.scale, scale: field.scale },
      };
    }
    case 'date':
    case 'datetime': {
      const date =
        typeof value !== 'string'
          ? undefined
          : field.type === 'date'
            ? new Date(`${value}T00:00:00Z`)
            : parseDatetime(value);
      if (date === undefined) return { type: 'literal', dataType: 'null', value: null };
      return { type: 'literal', dataType: field.type, value: date };
    }
    case 'picklist':
      return {
        type: 'literal',
        dataType: 'picklist',
        value: value ?? '',
        options: { values: field.picklist.map((entry) => entry.value) },
      };
    default: {
      // An empty text is the empty text to a formula, not null.
      const text = String(value ?? '');
      return { type: 'literal', dataType: 'text', value: text, options: { length: text.length } };
    }
  }
}

function sampleOf(input: Input, isEmpty: boolean): Literal {
  const field = input.path.at(-1);
  if (input.kind === 'new' || input.kind === 'changed' || field === undefined) return checkbox(isEmpty);
  if (isEmpty) return literalOf(field, null);
  const samples: Partial<Record<Field['type'], Value>> = {
    boolean: true,
    int: 2,
    double: 2,
    currency: 2,
    percent: 2,
    date: '2026-01-31',
    datetime: '2026-01-31T12:00:00.000+0000',
  };
  return literalOf(field, samples[field.type] ?? field.picklist[0]?.value ?? 'text');
}
