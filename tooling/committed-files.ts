// What no committed file may hold: paths of one machine, addresses in the lock file, secrets, big or private files.
import type { Buffer } from 'node:buffer';
import { lockFileProblems } from './lock-file.ts';

export type CommittedFile = { path: string; content: Buffer };

const MOST_BYTES = 1024 * 1024;

const PRIVATE_FILES =
  /(^|\/)(\.env(\..+)?|node_modules|\.bookbridge[^/]*|secret\.key|id_rsa|.+\.(pem|key|p12|pfx))(\/|$)/;

const FORBIDDEN: [pattern: RegExp, what: string][] = [
  [/(?<![\w.:/-])\/(?:home|Users|root|work|workspace)\/[\w.-]+/, 'a path of one machine'],
  [/\b[A-Z]:\\Users\\/, 'a path of one machine'],
  // With something of the key behind the heading: a page or a message may say what a key file begins with.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\s|\\[nr])*(?:Proc-Type|[A-Za-z0-9+/]{32})/, 'a private key'],
  [/\b3MVG9[\w.]{20,}/, 'an OAuth consumer key'],
  [/\b00D[A-Za-z0-9]{12,15}![\w.]{20,}/, 'a Salesforce session id'],
  [/\bforce:\/\/[^\s"'`<]*:[^\s"'`<]*@/, 'a Salesforce login URL with its refresh token'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an access key of a cloud'],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_)\w{16,}/, 'an access token'],
  [/\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=/, 'a token of a package registry'],
];

/** What is wrong with one committed file, in words. */
export function problemsIn({ path, content }: CommittedFile): string[] {
  const problems = PRIVATE_FILES.test(path) ? ['must not be committed'] : [];
  if (content.length > MOST_BYTES) problems.push(`is larger than ${MOST_BYTES / 1024} KB`);
  // A zero byte means: not text.
  if (content.includes(0)) return problems;
  const text = content.toString('utf8');
  if (path === 'package-lock.json') problems.push(...lockFileProblems(text));
  if (path.endsWith('.npmrc') && /^(?:@[^:]+:)?registry\s*=/m.test(text)) problems.push('names a registry');
  for (const [pattern, what] of FORBIDDEN) {
    const found = pattern.exec(text);
    if (found) problems.push(`line ${lineOf(text, found.index)} holds ${what}`);
  }
  return problems;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
