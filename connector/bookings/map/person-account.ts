// A Person Account is one record with the fields of both: rows for Contact go into its Account under other names.
// https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_personaccounts.htm
import type { ObjectDescribe } from '../../salesforce/describe.ts';
import type { MappingRow } from '../../setup/set-up-document.ts';

export function hasPersonAccounts(account: ObjectDescribe | null | undefined): boolean {
  return account?.fields.has('IsPersonAccount') ?? false;
}

/** Foo__c is Foo__pc on the Account, Email is PersonEmail; names and Phone are the same. Null: the Account has no such field. */
export function accountFieldOf(contactField: string, account: ObjectDescribe): string | null {
  const candidates = contactField.endsWith('__c')
    ? [contactField.replace(/__c$/, '__pc')]
    : [`Person${contactField}`, ...(shared.has(contactField) ? [contactField] : [])];
  return candidates.find((name) => account.fields.has(name)) ?? null;
}

const shared = new Set([
  'FirstName',
  'LastName',
  'MiddleName',
  'Salutation',
  'Suffix',
  'Phone',
  'Fax',
  'Description',
]);

/** Rows for a Person Account: those of the Contact first, then what only an Account has. */
export function personAccountRows(
  contactRows: readonly MappingRow[],
  accountRows: readonly MappingRow[],
  account: ObjectDescribe,
): MappingRow[] {
  const rows = contactRows.flatMap((row) => {
    const target = accountFieldOf(row.target, account);
    return target === null ? [] : [{ ...row, target }];
  });
  const taken = new Set(rows.map(({ target }) => target));
  // Salesforce makes the name of a Person Account from the person's.
  return [...rows, ...accountRows.filter(({ target }) => target !== 'Name' && !taken.has(target))];
}
