// What the org knows about its objects and fields: the shape every other part of the engine reads.
// Standard objects come from standard/*.txt, custom ones from the deployed metadata.

export type FieldType =
  | 'id'
  | 'string'
  | 'encryptedstring'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'address';

export type PicklistValue = {
  value: string;
  label: string;
  isDefault: boolean;
  /** Of a dependent picklist: the values of the controlling field with which this one may go. */
  validFor?: readonly string[];
  /** Of the code of a state or country: what the text beside it says (its integration value). */
  text?: string;
};

/** How an encrypted text looks to users without "View Encrypted Data". */
export type Mask = { type: string; char: 'X' | 'asterisk' };

/** What happens to the child when the parent goes: its own deletion, a refusal, or an emptied field. */
export type OnParentDelete = 'cascade' | 'restrict' | 'clear';

export type Field = {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  byteLength: number;
  digits: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  defaultedOnCreate: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  aggregatable: boolean;
  idLookup: boolean;
  nameField: boolean;
  permissionable: boolean;
  restrictedPicklist: boolean;
  polymorphic: boolean;
  autoNumber: string | null;
  custom: boolean;
  externalId: boolean;
  unique: boolean;
  caseSensitive: boolean;
  compoundFieldName: string | null;
  extraTypeInfo: string | null;
  inlineHelpText: string | null;
  defaultValue: string | boolean | null;
  /** As its metadata has it; worked out for each new record. */
  defaultFormula: string | null;
  /** The value of a calculated field, which nobody writes. */
  formula: { text: string; blanksAsZero: boolean } | null;
  controllerName: string | null;
  mask: Mask | null;
  /** Of an account's field that is its person's contact's: whose field permission counts, `Contact.Email`. */
  mirrors: string | null;
  picklist: PicklistValue[];
  referenceTo: string[];
  relationshipName: string | null;
  childRelationshipName: string | null;
  onParentDelete: OnParentDelete;
};

export type ValidationRule = { name: string; formula: string; message: string; displayField: string | null };

export type SObject = {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  custom: boolean;
  /** The boolean attributes of its describe that are true: `createable`, `queryable`, … */
  flags: ReadonlySet<string>;
  urls: string[];
  scopes: string[];
  /** The organisation-wide default, as metadata calls it; null where sharing decides nothing. */
  sharingModel: string | null;
  fields: Field[];
  rules: ValidationRule[];
};

export type Schema = {
  objects(): SObject[];
  /** By API name, in any case, as Salesforce takes it. */
  find(name: string): SObject | undefined;
  findByPrefix(keyPrefix: string): SObject | undefined;
  /** An object Salesforce has and this org does not. */
  isElsewhere(name: string): boolean;
  field(sObject: SObject, name: string): Field | undefined;
  fieldByRelationship(sObject: SObject, relationshipName: string): Field | undefined;
  nameField(sObject: SObject): Field | undefined;
  /** The fields of all objects that can point at this one. */
  references(sObject: SObject): { child: SObject; field: Field }[];
};

export function buildSchema(objects: SObject[], elsewhere: ReadonlySet<string>): Schema {
  const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));
  const byPrefix = new Map(objects.map((object) => [object.keyPrefix, object]));
  const fields = new Map(
    objects.map((object) => [
      object,
      new Map(object.fields.map((field) => [field.name.toLowerCase(), field])),
    ]),
  );
  const relationships = new Map(
    objects.map((object) => [
      object,
      new Map(
        object.fields
          .filter((field) => field.relationshipName !== null && field.referenceTo.length > 0)
          .map((field) => [String(field.relationshipName).toLowerCase(), field]),
      ),
    ]),
  );
  const references = new Map<SObject, { child: SObject; field: Field }[]>();
  for (const child of objects) {
    for (const field of child.fields) {
      for (const parentName of field.referenceTo) {
        const parent = byName.get(parentName.toLowerCase());
        if (parent === undefined) continue;
        const known = references.get(parent);
        if (known === undefined) references.set(parent, [{ child, field }]);
        else known.push({ child, field });
      }
    }
  }

  return {
    objects: () => objects,
    find: (name) => byName.get(name.toLowerCase()),
    findByPrefix: (keyPrefix) => byPrefix.get(keyPrefix),
    isElsewhere: (name) => elsewhere.has(name.toLowerCase()),
    field: (sObject, name) => fields.get(sObject)?.get(name.toLowerCase()),
    fieldByRelationship: (sObject, name) => relationships.get(sObject)?.get(name.toLowerCase()),
    nameField: (sObject) => sObject.fields.find((field) => field.nameField),
    references: (sObject) => references.get(sObject) ?? [],
  };
}

/** A field with the attributes that most fields share; the caller gives what differs. */
export function makeField(given: Partial<Field> & Pick<Field, 'name' | 'label' | 'type'>): Field {
  const length = given.length ?? 0;
  return {
    length,
    byteLength: given.type === 'id' || given.type === 'reference' ? 18 : length * 3,
    digits: 0,
    precision: 0,
    scale: 0,
    nillable: false,
    createable: false,
    updateable: false,
    defaultedOnCreate: false,
    filterable: false,
    sortable: false,
    groupable: false,
    aggregatable: false,
    idLookup: false,
    nameField: false,
    permissionable: false,
    restrictedPicklist: false,
    polymorphic: false,
    autoNumber: null,
    custom: false,
    externalId: false,
    unique: false,
    caseSensitive: false,
    compoundFieldName: null,
    extraTypeInfo: null,
    inlineHelpText: null,
    defaultValue: null,
    defaultFormula: null,
    formula: null,
    controllerName: null,
    mask: null,
    mirrors: null,
    picklist: [],
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    onParentDelete: 'clear',
    ...given,
  };
}
