// How an admin changes the org in the tests of the set-up: fields by a deploy, with a permission set that lets the API user see
// them, and single rights and records through jsforce.
import type { Connection } from 'jsforce';
import { deploy, xml } from '../local-org/tests/metadata-client.ts';
import { apiUser } from './connect-world.ts';
import type { Kind } from './connect-world.ts';

/** Inner XML of each field by its API name, without its label unless it has one. */
export type NewFields = Record<string, string>;

let deployed = 0;

/** Required fields need no right; all others are made visible to the API user. */
export async function addFields(
  admin: Connection,
  object: string,
  fields: NewFields,
  kind: Kind = 'production',
): Promise<void> {
  deployed += 1;
  const setName = `Fields_${deployed}`;
  const names = Object.keys(fields);
  const inner = names.map((name) => {
    const own = fields[name] ?? '';
    const label = own.includes('<label>') ? '' : `<label>${name.replace('__c', '')}</label>`;
    return `<fields><fullName>${name}</fullName>${label}${own}</fields>`;
  });
  const visible = names.filter((name) => !fields[name]?.includes('<required>true'));
  const rights = visible.map(
    (name) =>
      `<fieldPermissions><editable>true</editable><field>${object}.${name}</field><readable>true</readable></fieldPermissions>`,
  );
  const result = await deploy(admin, {
    types: { CustomField: names.map((name) => `${object}.${name}`), PermissionSet: [setName] },
    files: {
      [`objects/${object}.object`]: xml('CustomObject', inner.join('\n')),
      [`permissionsets/${setName}.permissionset`]: xml(
        'PermissionSet',
        `${rights.join('\n')}<label>${setName}</label>`,
      ),
    },
  });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
  await assign(admin, setName, kind);
}

async function assign(admin: Connection, setName: string, kind: Kind): Promise<void> {
  const set = await admin.query(`SELECT Id FROM PermissionSet WHERE Name = '${setName}'`);
  const user = await admin.query(`SELECT Id FROM User WHERE Username = '${apiUser(kind)}'`);
  await admin.sobject('PermissionSetAssignment').create({
    PermissionSetId: set.records[0]?.['Id'],
    AssigneeId: user.records[0]?.['Id'],
  });
}

export async function removeField(admin: Connection, object: string, name: string): Promise<void> {
  const result = await deploy(admin, { destructive: { CustomField: [`${object}.${name}`] } });
  if (!result.success) throw new Error(JSON.stringify(result.failures));
}

export const textField = (label: string, length = 80): string =>
  `<label>${label}</label><type>Text</type><length>${length}</length>`;
