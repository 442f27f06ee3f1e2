// A query as its parts: what the parser hands on and every other step of a query reads.

export type Operator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'NOT IN' | 'LIKE' | 'INCLUDES' | 'EXCLUDES';
export type Literal = { type: string; text: string };

export type ConditionTree =
  | { kind: 'and' | 'or'; parts: ConditionTree[] }
  | { kind: 'not'; part: ConditionTree }
  | { kind: 'compare'; term: Term; operator: Operator; literals: Literal[] }
  | { kind: 'join'; path: string; negated: boolean; query: ParsedQuery };

/** What stands for a value: the path of a field, alone or in a function. */
export type Term = {
  written: string;
  /** Upper case; null = the field itself. */
  functionName: string | null;
  /** Empty for `COUNT()`. */
  path: string;
  /** The date is taken in the user's time zone: convertTimezone(…). */
  zoned: boolean;
};

export type Selected =
  | { kind: 'term'; term: Term; alias: string | null }
  | { kind: 'fields'; written: string; which: 'ALL' | 'STANDARD' | 'CUSTOM' }
  | { kind: 'children'; relationship: string; query: ParsedQuery };

export type ParsedQuery = {
  soql: string;
  /** For a subquery in SELECT: the name of the relationship. */
  sObject: string;
  alias: string | null;
  /** null = `SELECT COUNT()`. */
  selected: Selected[] | null;
  scope: string | null;
  where: ConditionTree | null;
  groupBy: Term[];
  having: ConditionTree | null;
  orderBy: { term: Term; descending: boolean; nullsLast: boolean }[];
  limit: number | null;
  offset: number | null;
  lookedAt: 'VIEW' | 'REFERENCE' | 'UPDATE' | null;
};
