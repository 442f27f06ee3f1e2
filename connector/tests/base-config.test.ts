// The settings: what is read, and that everything wrong is told at once, with an example each.
import { describe, expect, test } from '@jest/globals';
import { readConfig, withPort } from '../config.ts';

const app = { SALESFORCE_PRODUCTION_CLIENT_ID: 'id', SALESFORCE_PRODUCTION_CLIENT_SECRET: 'secret' };

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig({ ...app, ...environment });
    return [];
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'problems' in error && Array.isArray(error.problems)) {
      return error.problems.map(String);
    }
    throw error;
  }
}

describe('settings', () => {
  test('need nothing but an OAuth app on one machine', () => {
    const config = readConfig(app);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3100,
      publicUrl: 'http://localhost:3100',
      databaseUrl: null,
      tryOut: null,
      oauthApps: {
        production: {
          clientId: 'id',
          clientSecret: 'secret',
          scope: 'global',
          loginOrigin: 'https://login.salesforce.com',
        },
        sandbox: null,
      },
    });
    expect(config.dataFolder).toMatch(/^\/.*\.bookbridge$/);
  });

  test('are frozen all the way down', () => {
    const config = readConfig(app);
    expect([config, config.oauthApps, config.oauthApps.production, config.waits].every(Object.isFrozen)).toBe(
      true,
    );
  });

  test('the public address follows the port that the system chose, unless it is set', () => {
    expect(withPort(readConfig({ ...app, PORT: '0' }), 4711).publicUrl).toBe('http://localhost:4711');
    const behindProxy = readConfig({ ...app, PORT: '0', PUBLIC_URL: 'https://book.example.com/' });
    expect(withPort(behindProxy, 4711).publicUrl).toBe('https://book.example.com');
  });

  test('a server that others reach needs its public address', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([
      expect.stringMatching(/^PUBLIC_URL .* Example: PUBLIC_URL=https:/),
    ]);
    expect(problemsOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://book.example.com' })).toEqual([]);
  });

  test('an OAuth app is not needed: each connection may bring its own', () => {
    expect(readConfig({}).oauthApps).toEqual({ production: null, sandbox: null });
  });

  test('the link of a package is taken only as Salesforce gives it', () => {
    const link = 'https://login.salesforce.com/packaging/installPackage.apexp?p0=04t000000000001AAA';
    expect(readConfig({ ...app, COMPANION_PACKAGE_URL: link }).companionPackageUrl).toBe(link);
    for (const wrong of [
      '04t000000000001AAA',
      link.replace('04t', '033'),
      link.replace('salesforce.com', 'evil.example'),
    ])
      expect(problemsOf({ COMPANION_PACKAGE_URL: wrong })).toEqual([
        expect.stringMatching(/^COMPANION_PACKAGE_URL .* Example: COMPANION_PACKAGE_URL=https:/),
      ]);
  });

  test.each([
    ['PORT', '70000'],
    ['PUBLIC_URL', 'book.example.com'],
    ['PUBLIC_URL', 'https://book.example.com/path'],
    ['DATABASE_URL', 'mysql://db'],
    ['TRUSTED_PROXIES', '10.0.0.0/99'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['BOOKBRIDGE_SECRET_KEY', 'c2hvcnQ='],
    ['BOOKBRIDGE_SECRET_KEY_LOST', 'perhaps'],
    ['SALESFORCE_PRODUCTION_APP_SCOPE', 'everywhere'],
    ['SALESFORCE_PRODUCTION_LOGIN_URL', 'https://login.salesforce.com.evil.example'],
    ['SALESFORCE_PRODUCTION_LOGIN_URL', 'http://login.salesforce.com'],
    ['SALESFORCE_LOCAL_ORIGINS', 'https://evil.example'],
    ['BOOKBRIDGE_TRY_OUT_URL', 'http://localhost:3200'],
    ['BOOKBRIDGE_WAITS', 'soon=never'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is refused by name with an example', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^[A-Z_]+ .*Example: [A-Z_]+=\S/);
    expect(problems[0]).toContain(name.replace(/_URL$/, ''));
  });

  test('a secret without its id, and an id without its secret, are told', () => {
    expect(problemsOf({ SALESFORCE_SANDBOX_CLIENT_ID: 'x' })[0]).toContain(
      'SALESFORCE_SANDBOX_CLIENT_SECRET is missing',
    );
    expect(problemsOf({ SALESFORCE_SANDBOX_CLIENT_SECRET: 'x' })[0]).toContain(
      'SALESFORCE_SANDBOX_CLIENT_ID is missing',
    );
  });

  test('a local app needs the My Domain of its org', () => {
    const local = { SALESFORCE_PRODUCTION_APP_SCOPE: 'local' };
    expect(problemsOf(local)).toEqual([expect.stringContaining('SALESFORCE_PRODUCTION_LOGIN_URL')]);
    expect(
      problemsOf({ ...local, SALESFORCE_PRODUCTION_LOGIN_URL: 'https://acme.my.salesforce.com' }),
    ).toEqual([]);
  });

  test('values that are secrets are never repeated in a problem', () => {
    const problems = problemsOf({ DATABASE_URL: 'mysql://u:hunter2@db', BOOKBRIDGE_SECRET_KEY: 'hunter2' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });
});
