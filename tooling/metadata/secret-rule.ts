// Rule "secrets": nothing in the files belongs to one org or app only: no consumer key or secret, no certificate,
// no org id. They are rendered at deploy time and never committed.
import type { Problem, Rule } from './rule.ts';

const FORBIDDEN: [pattern: RegExp, what: string][] = [
  [/<consumerKey>/, 'an OAuth consumer key'],
  [/<consumerSecret>/, 'an OAuth consumer secret'],
  [/<certificate>/, 'a certificate'],
  [/<orgScopedExternalApp>/, 'orgScopedExternalApp, which holds an org id'],
  [/<oauthLink>/, 'oauthLink, which holds an org id and a consumer key'],
  [/\b00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?\b/, 'an org id'],
  [/\b3MVG9[A-Za-z0-9_.]{20,}/, 'an OAuth consumer key'],
];

export const secretRule: Rule = {
  name: 'secrets',
  run: (tree) => ({
    looked: 'files',
    count: tree.files.length,
    problems: tree.files.flatMap((file) => secretsIn(file.path, file.text)),
  }),
};

function secretsIn(path: string, text: string): Problem[] {
  return FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, what]) => ({
    path,
    message: `holds ${what}`,
  }));
}
