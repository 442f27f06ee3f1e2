// ?columns=true: what a query would show, without running it. The sf CLI asks this way before it prints a table.
// Keys as in recorded answers; columnName, joinColumns and aggregate are what clients read.

import type { Reader } from '../read.ts';
import type { Field } from '../schema/schema.ts';
import type { Column } from './soql-columns.ts';
import type { GroupedColumn } from './soql-groups.ts';
import type { Shown } from './soql-select.ts';
import { prepareQuery } from './soql.ts';

type ColumnAnswer = { columnName: string; joinColumns: ColumnAnswer[]; [key: string]: unknown };

export function describeQuery(reader: Reader, soql: string): Record<string, unknown> {
  const { scope, grouping, shown } = prepareQuery(reader, soql, {});
  return {
    columnMetadata: grouping === null ? describeShown(shown) : grouping.columns.map(describeGrouped),
    entityName: scope.root.name,
    groupBy: scope.query.groupBy.length > 0,
    idSelected: shown.some((item) => item.kind === 'column' && item.column.field.type === 'id'),
    keyPrefix: scope.root.keyPrefix,
  };
}

/** Fields of one parent stand together, under the parent's name. */
function describeShown(shown: Shown[]): ColumnAnswer[] {
  const columns: ColumnAnswer[] = [];
  for (const item of shown) {
    if (item.kind === 'children') {
      columns.push(
        describeColumn(item.key, null, { aggregate: true, joinColumns: describeShown(item.columns) }),
      );
    } else putColumn(columns, item.column, item.column.parentNames, item.key);
  }
  return columns;
}

function putColumn(columns: ColumnAnswer[], column: Column, [parent, ...others]: string[], key: string) {
  if (parent === undefined) {
    columns.push(describeColumn(key, column.field, {}));
    return;
  }
  let known = columns.find(({ columnName }) => columnName === parent);
  if (known === undefined) {
    known = describeColumn(parent, null, {});
    columns.push(known);
  }
  putColumn(known.joinColumns, column, others, key);
}

function describeGrouped({ name, measure, term, aggregate }: GroupedColumn): ColumnAnswer {
  return describeColumn(name, measure.field, { aggregate, displayName: aggregate ? term.written : name });
}

function describeColumn(
  columnName: string,
  field: Field | null,
  more: { aggregate?: boolean; displayName?: string; joinColumns?: ColumnAnswer[] },
): ColumnAnswer {
  const type = field?.type;
  return {
    aggregate: false,
    apexType: field === null ? null : apexType(field),
    booleanType: type === 'boolean',
    columnName,
    custom: field?.custom ?? false,
    displayName: columnName,
    foreignKeyName: type === 'reference' ? (field?.relationshipName ?? null) : null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: field !== null && numbers.has(field.type),
    textType: field !== null && apexType(field) === 'String',
    updatable: field?.updateable ?? false,
    ...more,
  };
}

const numbers = new Set(['int', 'double', 'currency', 'percent']);

function apexType({ type }: Field): string {
  switch (type) {
    case 'id':
    case 'reference':
      return 'Id';
    case 'boolean':
      return 'Boolean';
    case 'int':
      return 'Integer';
    case 'double':
    case 'percent':
      return 'Double';
    case 'currency':
      return 'Decimal';
    case 'date':
      return 'Date';
    case 'datetime':
      return 'Datetime';
    case 'address':
      return 'Address';
    default:
      return 'String';
  }
}
