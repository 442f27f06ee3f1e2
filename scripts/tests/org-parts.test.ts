// The pure parts of a set-up: templates, the policy file, what differs from the org, which profile fits, which sentence
// belongs to an error.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { chooseProfile, readUserDefinition } from '../org/api-user-definition.ts';
import { differenceOf } from '../org/deploy.ts';
import { appComponents, renderApp, renderTemplate } from '../org/oauth-app-files.ts';
import type { Profile, StaffFacts } from '../org/org-facts.ts';
import { codesOf, problemOf } from '../org/problem.ts';
import { elementOf, withElements } from '../org/retrieve.ts';
import { readArguments } from '../org/terminal/arguments.ts';
import type { SetUpWish } from '../org/wish.ts';

const values = {
  CALLBACK_URL: 'https://b.example.com/oauth/salesforce/callback',
  CERTIFICATE: '-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----',
  CONSUMER_KEY: 'k'.repeat(64),
  CONSUMER_SECRET: null,
  CONTACT_EMAIL: 'a&b@example.com',
  ADMIN_APPROVED: 'false',
  PERMISSION_SET: null,
};

describe('the OAuth app’s files', () => {
  test.each(['external', 'connected'] as const)(
    '%s: nothing is left open, and what is null is left out',
    async (kind) => {
      const files = await renderApp(kind, values);
      expect(files).toHaveLength(appComponents[kind].length);
      for (const { text } of files) {
        expect(text).not.toMatch(/\{\{|consumerSecret>|permissionSetName/);
        expect(text).toMatch(/^<\?xml [\s\S]+>\n$/);
      }
      expect(files.map(({ text }) => text).join('')).toContain('a&amp;b@example.com');
    },
  );

  test('a placeholder that nobody fills is refused by name', () => {
    expect(() => renderTemplate('<a>{{NOBODY}}</a>', values, 'x.xml')).toThrow(/NOBODY/);
  });

  test('no template holds a key, a secret or a certificate', async () => {
    for (const kind of ['external', 'connected'] as const) {
      for (const { path } of await renderApp(kind, values)) {
        const raw = readFileSync(new URL(`../../config/oauth-app/${kind}/${path}`, import.meta.url), 'utf8');
        expect(raw).not.toMatch(/<(consumerKey|consumerSecret|certificate)>(?!\{\{)/);
      }
    }
  });
});

describe('the policy file that the org made', () => {
  // Shape: Metadata API guide, ExtlClntAppOauthConfigurablePolicies; read 2026-11-23.
  const policy = `<?xml version="1.0" encoding="UTF-8"?>
<ExtlClntAppOauthConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata">
    <externalClientApplication>Bookbridge</externalClientApplication>
    <label>Bookbridge_defaultPolicy</label>
    <permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>
    <refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>
</ExtlClntAppOauthConfigurablePolicies>
`;

  test('keeps what it does not know and takes the new values, in the order of their names', () => {
    const changed = withElements(policy, {
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      commaSeparatedPermissionSet: 'A',
    });
    expect(elementOf(changed, 'label')).toBe('Bookbridge_defaultPolicy');
    expect(elementOf(changed, 'permittedUsersPolicyType')).toBe('AdminApprovedPreAuthorized');
    const names = [...changed.matchAll(/^ {4}<(\w+)>/gm)].map(([, name]) => name);
    const inOrder = names.toSorted((left = '', right = '') => (left < right ? -1 : 1));
    expect(names).toEqual(inOrder);
    expect(names[0]).toBe('commaSeparatedPermissionSet');
    expect(changed).toMatch(/<\/ExtlClntAppOauthConfigurablePolicies>\n$/);
  });
});

describe('what differs from the org', () => {
  const at = '2026-11-01T10:00:00.000Z';
  const inOrg = new Map([
    ['CustomObject:B__c', { changedAt: at, changedBy: 'Ana' }],
    ['CustomField:B__c.T__c', { changedAt: at, changedBy: 'Ana' }],
  ]);
  const names = [...inOrg.keys()];
  const deployed = { hash: 'h', components: Object.fromEntries(names.map((name) => [name, at])) };

  test('nothing, when hash and dates are those of our deploy', () => {
    expect(differenceOf(inOrg, names, 'h', deployed)).toBeNull();
  });
  test('a changed component, with who changed it', () => {
    const touched = new Map(inOrg).set('CustomField:B__c.T__c', {
      changedAt: '2026-11-02T10:00:00.000Z',
      changedBy: 'Ben',
    });
    expect(differenceOf(touched, names, 'h', deployed)).toBe('B__c.T__c was changed since by Ben');
  });
  test('a deleted component', () => {
    const less = new Map([...inOrg].slice(0, 1));
    expect(differenceOf(less, names, 'h', deployed)).toBe('B__c.T__c was missing');
  });
  test('another version of ours', () => {
    expect(differenceOf(inOrg, names, 'other', deployed)).toBe('another version is there');
  });
  test('an org that this computer has not deployed to', () => {
    expect(differenceOf(inOrg, names, 'h', undefined)).toBe('there, but not known to be this version');
  });
});

describe('the profile', () => {
  const profile = (name: string, license: string, changes: Partial<Profile> = {}): Profile => ({
    id: `00e-${name}`,
    name,
    license,
    isApiOnly: false,
    mayEverything: false,
    ...changes,
  });
  const staff = (...profiles: Profile[]): StaffFacts => ({
    profiles,
    licenses: [],
    integrationLicense: null,
    admin: { Email: '', TimeZoneSidKey: '', LocaleSidKey: '', LanguageLocaleKey: '', EmailEncodingKey: '' },
  });
  const wish = (...flags: string[]): SetUpWish => {
    const asked = readArguments(['setup', ...flags], {});
    if (asked.kind !== 'run') throw new Error('flags');
    return asked.wish;
  };

  test('goes by its name', async () => {
    const found = chooseProfile(
      await readUserDefinition(),
      wish(),
      staff(
        profile('Clone', 'Salesforce', { mayEverything: true }),
        profile('System Administrator', 'Salesforce', { mayEverything: true }),
      ),
    );
    expect(found.name).toBe('System Administrator');
  });
  test('is found by what it may do where its name is translated', async () => {
    const found = chooseProfile(
      await readUserDefinition(),
      wish(),
      staff(
        profile('Standardbenutzer', 'Salesforce'),
        profile('Systemadministrator', 'Salesforce', { mayEverything: true }),
      ),
    );
    expect(found.name).toBe('Systemadministrator');
  });
  test('in secure mode is the API-only one of the Salesforce Integration licence', async () => {
    const found = chooseProfile(
      await readUserDefinition(),
      wish('--secure'),
      staff(
        profile('Systemadministrator', 'Salesforce', { mayEverything: true }),
        profile('Mindestzugriff', 'Salesforce Integration', { isApiOnly: true }),
      ),
    );
    expect(found.name).toBe('Mindestzugriff');
  });
  test('is asked for, with the names there are, when several could be meant', async () => {
    const definition = await readUserDefinition();
    const two = staff(
      profile('Chef', 'Salesforce', { mayEverything: true }),
      profile('Admin', 'Salesforce', { mayEverything: true }),
    );
    expect(() => chooseProfile(definition, wish(), two)).toThrow(
      expect.objectContaining({
        code: 'profile_unknown',
        fix: expect.stringContaining('"Chef", "Admin"'),
      }),
    );
    expect(chooseProfile(definition, wish('--profile', 'Chef'), two).name).toBe('Chef');
  });
});

describe('the sentence for an error goes by its codes', () => {
  test.each([
    [{ name: 'NamedOrgNotFoundError', message: 'x' }, 'org_unknown'],
    [{ name: 'JwtAuthError', message: 'x' }, 'login_expired'],
    [{ name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNREFUSED' } }, 'org_unreachable'],
    [{ name: 'SfError', message: 'x', cause: { errorCode: 'REQUEST_LIMIT_EXCEEDED' } }, 'api_limit_reached'],
    [{ errorCode: 'ERROR_HTTP_503', message: 'x' }, 'org_unavailable'],
    [
      { name: 'AppError', code: 'jwt_not_approved', message: 'Not approved.', fix: 'Approve it.' },
      'jwt_not_approved',
    ],
  ])('%j', (error, code) => {
    expect(problemOf(error, 'looking', 'acme').code).toBe(code);
  });
  test('an unknown one keeps what Salesforce said, without anything that looks like a token', () => {
    const token = '00D5e00fvlGsAOv!AQEAQ.abc_def';
    const problem = problemOf(
      Object.assign(new Error(`bad ${token}`), { errorCode: 'ODD_THING' }),
      'looking',
      'acme',
    );
    expect(problem.code).toBe('odd_thing');
    expect(problem.message).toBe('Looking failed: bad … (ODD_THING)');
  });
  test('codes are found in causes and lists, however deep', () => {
    expect(codesOf({ cause: { errors: [{ errorCode: 'A_B' }], cause: { code: 'ECONNRESET' } } })).toEqual([
      'A_B',
      'ECONNRESET',
    ]);
  });
});
