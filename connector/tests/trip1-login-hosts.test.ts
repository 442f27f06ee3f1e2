// Which hosts may see a login or a token, and what a person may type as My Domain.
import { describe, expect, test } from '@jest/globals';
import { lightningOrigin, setupLinks } from '../checks/setup-links.ts';
import { allowedOrigin, kindOfHost, parseMyDomain } from '../connection/login-hosts.ts';

const hosts = { localOrigins: ['http://localhost:3202'] };

describe('hosts Bookbridge talks to', () => {
  test.each([
    ['https://login.salesforce.com/services/oauth2/token', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme.my.salesforce.com/id/00D/005', 'https://acme.my.salesforce.com'],
    ['https://acme--dev.sandbox.my.salesforce.com', 'https://acme--dev.sandbox.my.salesforce.com'],
    ['https://ACME.my.salesforce.com', 'https://acme.my.salesforce.com'],
    ['http://localhost:3202/id/x/y', 'http://localhost:3202'],
  ])('allows %s', (url, origin) => {
    expect(allowedOrigin(hosts, url)).toBe(origin);
  });

  test.each([
    'http://login.salesforce.com',
    'https://login.salesforce.com:8443',
    'https://salesforce.com',
    'https://my.salesforce.com',
    'https://.my.salesforce.com',
    'https://evil.com/acme.my.salesforce.com',
    'https://evil.com#.my.salesforce.com',
    'https://evil.com\\.my.salesforce.com',
    'https://acme.my.salesforce.com.evil.com',
    'https://acme.my.salesforce.com@evil.com',
    'https://user@acme.my.salesforce.com',
    'https://evilmy.salesforce.com',
    'https://login.salesforce.com.',
    'http://localhost:3203',
    'https://localhost:3202',
    'javascript:alert(1)',
    'not an address',
    '',
  ])('refuses %s', (url) => {
    expect(allowedOrigin(hosts, url)).toBeNull();
  });
});

describe('My Domain as people enter it', () => {
  test.each([
    ['acme', 'https://acme.my.salesforce.com'],
    [' acme.my.salesforce.com ', 'https://acme.my.salesforce.com'],
    ['https://acme.my.salesforce.com/lightning/page/home', 'https://acme.my.salesforce.com'],
    ['acme--dev.sandbox.my.salesforce.com', 'https://acme--dev.sandbox.my.salesforce.com'],
    ['http://localhost:3202/', 'http://localhost:3202'],
  ])('understands %s', (entered, origin) => {
    expect(parseMyDomain(hosts, entered)).toBe(origin);
  });

  test('names the right address when a Lightning page was pasted', () => {
    const paste = (): string =>
      parseMyDomain(hosts, 'https://acme--dev.sandbox.lightning.force.com/lightning/page/home');
    expect(paste).toThrow(
      expect.objectContaining({
        code: 'my_domain_is_lightning_url',
        status: 400,
        fix: 'Enter acme--dev.sandbox.my.salesforce.com instead.',
      }),
    );
  });

  test.each([
    ['', 'my_domain_missing'],
    ['https://acme.my.salesforce-setup.com/lightning/setup', 'my_domain_is_lightning_url'],
    ['https://evil.com', 'bad_my_domain'],
    ['http://acme.my.salesforce.com', 'bad_my_domain'],
    ['acme my domain', 'bad_my_domain'],
    ['localhost:3299', 'bad_my_domain'],
  ])('refuses "%s" with %s', (entered, code) => {
    expect(() => parseMyDomain(hosts, entered)).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  test('a host tells the kind of org only where its name does', () => {
    expect(kindOfHost('https://acme--dev.sandbox.my.salesforce.com')).toBe('sandbox');
    expect(kindOfHost('https://acme.scratch.my.salesforce.com')).toBe('sandbox');
    expect(kindOfHost('https://acme.my.salesforce.com')).toBe('production');
    expect(kindOfHost('http://localhost:3202')).toBeNull();
  });
});

test('links into Setup lead to the Lightning host of a real org and stay at a local one', () => {
  expect(lightningOrigin('https://acme--dev.sandbox.my.salesforce.com')).toBe(
    'https://acme--dev.sandbox.lightning.force.com',
  );
  expect(setupLinks('http://localhost:3202').users()).toBe(
    'http://localhost:3202/lightning/setup/ManageUsers/home',
  );
  expect(setupLinks('https://acme.my.salesforce.com').profile('00e000000000001AAA')).toBe(
    'https://acme.lightning.force.com/lightning/setup/EnhancedProfiles/page?address=%2F00e000000000001AAA',
  );
});
