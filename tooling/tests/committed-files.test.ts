// What no committed file may hold is found, line by line; what merely looks alike is left alone.
import { expect, test } from '@jest/globals';
import { problemsIn } from '../committed-files.ts';

const problemsOf = (path: string, text: string): string[] => problemsIn({ path, content: Buffer.from(text) });

// Put together here, so that this file itself may be committed.
const home = ['', 'home', 'ann', 'bookbridge'].join('/');
const consumerKey = `3MVG9${'a1_.'.repeat(10)}`;
const sessionId = `${'00D'.padEnd(15, 'x')}!${'AQ'.repeat(20)}`;
const keyHeading = '-----BEGIN RSA PRIVATE KEY-----';
const keyBody = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

const lockFile = (optionalDependencies: Record<string, string>, resolved?: string): string =>
  JSON.stringify(
    {
      packages: {
        'node_modules/a': { resolved, optionalDependencies },
        'node_modules/b/node_modules/a-linux': {},
      },
    },
    null,
    2,
  );

test.each([
  ['a path of one machine', 'docs/a.md', `run it in\n${home}`, 'line 2 holds a path of one machine'],
  ['a path of a Windows machine', 'a.ts', ['C:', 'Users', 'ann'].join('\\'), 'a path of one machine'],
  ['a private key', 'a.txt', `${keyHeading}\r\n${keyBody}`, 'a private key'],
  ['a private key in a string', 'a.ts', String.raw`'${keyHeading}\n${keyBody}'`, 'a private key'],
  ['a locked private key', 'a.txt', `${keyHeading}\nProc-Type: 4,ENCRYPTED`, 'a private key'],
  ['a consumer key', 'a.json', `"${consumerKey}"`, 'an OAuth consumer key'],
  ['a session id', 'a.ts', `Bearer ${sessionId}`, 'a Salesforce session id'],
  [
    'a login URL',
    'a.txt',
    ['force:', '', 'PlatformCLI::token@x.my.salesforce.com'].join('/'),
    'a Salesforce login URL',
  ],
  ['a cloud key', 'a.ts', 'AKIA'.padEnd(20, 'A'), 'an access key of a cloud'],
  ['an access token', 'a.ts', 'ghp_'.padEnd(30, 'a'), 'an access token'],
  ['a registry token', '.npmrc', ['_auth', 'Token=abc'].join(''), 'a token of a package registry'],
  ['a registry', 'connector/.npmrc', 'registry = https://example.com/', 'names a registry'],
  [
    'an address in the lock file',
    'package-lock.json',
    lockFile({}, 'https://example.com/a.tgz'),
    'download addresses',
  ],
  [
    'a binary that the lock file lacks',
    'package-lock.json',
    lockFile({ 'a-darwin': '1.0.0' }),
    'lacks a-darwin, which node_modules/a names',
  ],
  ['a lock file without packages', 'package-lock.json', '{}', 'lists no packages'],
  ['a key file', 'config/server.pem', 'x', 'must not be committed'],
  ['an environment file', '.env.local', 'A=1', 'must not be committed'],
  ['the data folder', '.bookbridge/secret.key', 'x', 'must not be committed'],
  ['a big file', 'a.bin', 'x'.repeat(1024 * 1024 + 1), 'is larger than 1024 KB'],
])('finds %s', (_, path, text, says) => {
  expect(problemsOf(path, text)).toContainEqual(expect.stringContaining(says));
});

test.each([
  ['a web address with such a folder', 'a.ts', 'https://example.com/home/page and ../home/x'],
  ['a link inside of the lock file', 'package-lock.json', lockFile({}, 'connector')],
  ['a binary that the lock file has', 'package-lock.json', lockFile({ 'a-linux': '1.0.0' })],
  ['a picture', 'a.png', `\0${home}`],
  ['the heading of a key', 'a.ts', `the PEM text, from ${keyHeading} on`],
  ['an org id alone', 'a.ts', "'00D000000000001AAA'"],
])('leaves %s alone', (_, path, text) => {
  expect(problemsOf(path, text)).toEqual([]);
});
