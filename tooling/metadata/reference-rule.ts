// Rule "references": whatever a file names exists: objects and fields in permission sets, targets of lookups,
// fields and functions in validation formulas.
import { objectOf, schemaOf } from './schema.ts';
import type { Schema } from './schema.ts';
import { elementsOf, filesOfType, splitFieldName, textOf } from './source-tree.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import type { Problem, Rule } from './rule.ts';

const FUNCTIONS = new Set(
  'AND OR NOT IF CASE ISNEW ISCHANGED ISBLANK ISNULL ISPICKVAL PRIORVALUE BLANKVALUE NULLVALUE TEXT VALUE LEN LEFT RIGHT MID TRIM UPPER LOWER CONTAINS BEGINS REGEX NOW TODAY DATE DATEVALUE DATETIMEVALUE'.split(
    ' ',
  ),
);
const LITERALS = new Set(['TRUE', 'FALSE', 'NULL']);

export const referenceRule: Rule = {
  name: 'references',
  run: (tree) => {
    const schema = schemaOf(tree);
    const found = [
      ...permissionSetNames(tree, schema),
      ...lookupNames(tree, schema),
      ...formulaNames(tree, schema),
    ];
    const problems = found.flatMap(({ path, name, exists, what }) =>
      exists ? [] : [{ path, message: `names the ${what} '${name}', which does not exist` }],
    );
    return {
      looked: 'names resolved',
      count: found.length,
      problems: [...problems, ...relationshipProblems(tree)],
    };
  },
};

type Name = { path: string; what: 'object' | 'field' | 'function'; name: string; exists: boolean };

function permissionSetNames(tree: SourceTree, schema: Schema): Name[] {
  return filesOfType(tree, 'PermissionSet').flatMap(({ path, body }) => [
    ...elementsOf(body, 'objectPermissions').map((permission): Name => {
      const name = textOf(permission, 'object');
      return { path, what: 'object', name, exists: schema.hasObject(name) };
    }),
    ...elementsOf(body, 'fieldPermissions').map((permission): Name => {
      const name = textOf(permission, 'field');
      return { path, what: 'field', name, exists: schema.hasField(...splitFieldName(name)) };
    }),
  ]);
}

function lookupNames(tree: SourceTree, schema: Schema): Name[] {
  return lookups(tree).map(({ path, body }) => {
    const name = textOf(body, 'referenceTo');
    return { path, what: 'object', name, exists: schema.hasObject(name) };
  });
}

function formulaNames(tree: SourceTree, schema: Schema): Name[] {
  return filesOfType(tree, 'ValidationRule').flatMap((file) => {
    const fields = formulaIdentifiers(textOf(file.body, 'errorConditionFormula'));
    const shown = textOf(file.body, 'errorDisplayField');
    return [...fields, ...(shown ? [{ name: shown, isCall: false }] : [])].map(({ name, isCall }): Name => {
      const exists = isCall ? FUNCTIONS.has(name) : resolves(schema, objectOf(file), name);
      return { path: file.path, what: isCall ? 'function' : 'field', name, exists };
    });
  });
}

function formulaIdentifiers(formula: string): { name: string; isCall: boolean }[] {
  const code = formula
    .replaceAll(/\/\*.*?\*\//gs, ' ')
    .replaceAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, ' ');
  return [...code.matchAll(/[$A-Za-z_][\w.]*/g)].flatMap((match) => {
    const name = match[0];
    const isCall = /^\s*\(/.test(code.slice(match.index + name.length));
    // `$User.Id` and the like are globals of Salesforce, not fields of the object.
    return name.startsWith('$') || LITERALS.has(name.toUpperCase())
      ? []
      : [{ name: isCall ? name.toUpperCase() : name, isCall }];
  });
}

/** Follows `Lead__r.Email` over the lookup `Lead__c` to the field of its target. */
function resolves(schema: Schema, object: string, path: string): boolean {
  const [step, ...rest] = path.split('.');
  if (step === undefined) return false;
  if (rest.length === 0) return schema.hasField(object, step);
  const lookup = schema.customField(object, step.replace(/__r$/, '__c'));
  return lookup !== undefined && resolves(schema, textOf(lookup.body, 'referenceTo'), rest.join('.'));
}

function lookups(tree: SourceTree): SourceFile[] {
  return filesOfType(tree, 'CustomField').filter((file) =>
    ['Lookup', 'MasterDetail'].includes(textOf(file.body, 'type')),
  );
}

/** The name from parent to children has to be unique on the parent, whichever object the children are of. */
function relationshipProblems(tree: SourceTree): Problem[] {
  const taken = new Map<string, string>();
  return lookups(tree).flatMap(({ path, body, fullName }) => {
    const name = textOf(body, 'relationshipName');
    const key = `${textOf(body, 'referenceTo')}.${name}`;
    const other = taken.get(key);
    taken.set(key, fullName);
    if (name === '') return [{ path, message: 'is a lookup without relationshipName' }];
    return other
      ? [{ path, message: `has the same relationship name on its parent as ${other}: ${key}` }]
      : [];
  });
}
