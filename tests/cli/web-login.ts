// Stands in for the browser that `sf org login web` opens: node web-login.ts <authorize URL>. Walks the org's own login
// pages as a person would, and then visits the address of the CLI, which listens there as soon as its "browser" is open.
import { setTimeout as pause } from 'node:timers/promises';
import { walkAuthorization } from '../../local-org/browser-walk.ts';

const [authorizeUrl = ''] = process.argv.slice(2);
const end = await walkAuthorization({
  authorizeUrl,
  username: process.env['WEB_LOGIN_USERNAME'] ?? '',
  password: process.env['WEB_LOGIN_PASSWORD'] ?? '',
  decision: process.env['WEB_LOGIN_DECISION'] === 'deny' ? 'deny' : 'allow',
});
if (end.callbackUrl === undefined) {
  throw new Error(`The login ended on a page (${end.status}) that has no way on: ${end.text}`);
}
const deadline = Date.now() + 30_000;
for (;;) {
  // The CLI sends the browser on to a page that says how it went, and ends once that has been read.
  const answer = await fetch(end.callbackUrl).catch(() => null);
  if (answer !== null) {
    await answer.text();
    break;
  }
  if (Date.now() > deadline) throw new Error(`Nobody listens at ${new URL(end.callbackUrl).origin}.`);
  await pause(100);
}
