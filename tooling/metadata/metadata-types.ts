// The shapes of all metadata types, read from the declarations in @salesforce/types, which Salesforce makes from
// the WSDL of the Metadata API. Reading a declaration we do not understand is an error, never a silent pass.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

export type Shape =
  | { kind: 'text' | 'boolean' | 'number' | 'anything' }
  | { kind: 'choice'; values: string[] }
  | { kind: 'list'; item: () => Shape }
  | { kind: 'element'; members: Map<string, Member> };
type Member = { shape: () => Shape; required: boolean };

export type MetadataTypes = { shapeOf: (type: string) => Shape | undefined };

/** Where the declarations are; beside the `.js` file that the package exports. */
export function metadataDeclarations(): string {
  return createRequire(import.meta.url)
    .resolve('@salesforce/types/metadata')
    .replace(/\.js$/, '.d.ts');
}

export function readMetadataTypes(declarations: string = metadataDeclarations()): MetadataTypes {
  const source = ts.createSourceFile(
    'metadata.d.ts',
    readFileSync(declarations, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const nodes = new Map<string, ts.TypeNode>();
  for (const statement of source.statements)
    if (ts.isTypeAliasDeclaration(statement)) nodes.set(statement.name.text, statement.type);

  const shapes = new Map<string, Shape>();
  const shapeOf = (type: string): Shape | undefined => {
    const known = shapes.get(type);
    if (known) return known;
    const node = nodes.get(type);
    if (!node) return undefined;
    const shape = shapeOfNode(node, shapeOf);
    shapes.set(type, shape);
    return shape;
  };
  return { shapeOf };
}

type ShapeOf = (type: string) => Shape | undefined;

function shapeOfNode(node: ts.TypeNode, shapeOf: ShapeOf): Shape {
  if (ts.isArrayTypeNode(node)) return { kind: 'list', item: () => shapeOfNode(node.elementType, shapeOf) };
  if (ts.isTypeReferenceNode(node)) return shapeOfReference(node, shapeOf);
  if (ts.isTypeLiteralNode(node) || ts.isIntersectionTypeNode(node))
    return { kind: 'element', members: membersOf(node, shapeOf) };
  if (ts.isUnionTypeNode(node)) return { kind: 'choice', values: node.types.map(literalText) };
  if (ts.isLiteralTypeNode(node)) return { kind: 'choice', values: [literalText(node)] };
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { kind: 'text' };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: 'boolean' };
    case ts.SyntaxKind.NumberKeyword:
      return { kind: 'number' };
    case ts.SyntaxKind.AnyKeyword:
    case ts.SyntaxKind.UnknownKeyword:
      return { kind: 'anything' };
    default:
      throw new Error(`metadata.d.ts declares '${node.getText()}', which the metadata check cannot read`);
  }
}

function shapeOfReference(node: ts.TypeReferenceNode, shapeOf: ShapeOf): Shape {
  const name = node.typeName.getText();
  const shape = shapeOf(name);
  if (!shape) throw new Error(`metadata.d.ts names the type '${name}' and does not declare it`);
  return shape;
}

function membersOf(node: ts.TypeNode, shapeOf: ShapeOf): Map<string, Member> {
  if (ts.isIntersectionTypeNode(node))
    return new Map(node.types.flatMap((part) => [...membersOf(part, shapeOf)]));
  if (ts.isTypeReferenceNode(node)) {
    const shape = shapeOfReference(node, shapeOf);
    if (shape.kind === 'element') return shape.members;
  }
  if (!ts.isTypeLiteralNode(node)) throw new Error(`'${node.getText()}' is not an element of metadata.d.ts`);
  const members = new Map<string, Member>();
  for (const member of node.members) {
    const type = ts.isPropertySignature(member) ? member.type : undefined;
    if (!type || !member.name) throw new Error(`metadata.d.ts: cannot read '${member.getText()}'`);
    // A list may be left out in a file: zero elements are a list too.
    const required = !member.questionToken && !ts.isArrayTypeNode(type);
    members.set(member.name.getText(), { shape: () => shapeOfNode(type, shapeOf), required });
  }
  return members;
}

function literalText(node: ts.TypeNode): string {
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return node.literal.text;
  throw new Error(`metadata.d.ts: '${node.getText()}' is not a string`);
}
