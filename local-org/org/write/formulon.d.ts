// The parts of formulon that the org uses; the package brings no types of its own.

declare module 'formulon' {
  type Literal = {
    type: 'literal';
    dataType: string;
    value: unknown;
    options?: Record<string, unknown>;
  };
  type FormulaError = { type: 'error'; errorType: string; message: string };
  type Node =
    | { type: 'callExpression'; id: string; arguments: Node[] }
    | { type: 'identifier'; name: string }
    | Literal
    | FormulaError;

  export function parse(formula: string, substitutions?: Record<string, Literal>): Literal | FormulaError;
  export function ast(formula: string): Node;
  export function toString(tree: Node): string;
}
