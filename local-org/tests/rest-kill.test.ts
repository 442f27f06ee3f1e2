// A local org killed in the middle of writes: after the restart every graph that was answered is there, and each graph,
// answered or not, is there as a whole or not at all.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import { base, create, graph, sendGraphs } from './graph-call.ts';
import { startKillableOrg } from './killable-org.ts';
import { orgOf, postToken, rest, signIn, valueAt } from './sign-in.ts';

jest.setTimeout(60_000);

const data = mkdtempSync(join(tmpdir(), 'local-org-killed-'));
let killLast = () => {};
afterEach(() => {
  killLast();
  rmSync(data, { recursive: true, force: true });
});

const start = () => startKillableOrg(data, (kill) => (killLast = kill));

const booking = (key: string) =>
  graph(
    'trip',
    create('Lead', 'lead', { LastName: key, Company: 'Killed' }),
    create('Booking__c', 'booking', { Booking_Key__c: key, Lead__c: '@{lead.id}' }),
  );

/** Sends graphs, several at once, until the org is gone; answers the keys of those that were answered. */
async function sendUntilGone(connection: Connection, round: number, after: number, kill: () => void) {
  const answered: string[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      for (let number = 0; ; number += 1) {
        const key = `round ${round} lane ${lane} number ${number}`;
        const answer = await sendGraphs(connection, booking(key)).catch(() => undefined);
        if (answer === undefined) return;
        if (valueAt(answer.body, 'graphs', 0, 'isSuccessful') !== true) throw new Error(answer.bodyText);
        answered.push(key);
        if (answered.length === after) kill();
      }
    }),
  );
  return answered;
}

test('keeps every answered graph, and none by half, over kill -9 in the middle of writes', async () => {
  let running = await start();
  const first = await signIn(running);
  const answered: string[] = [];
  for (const [round, after] of [3, 20, 41].entries()) {
    // One login for all rounds: the access token survives too.
    const accessToken = first.accessToken ?? '';
    const connection = new jsforce.Connection({ instanceUrl: orgOf(running).origin, accessToken });
    let gone: Promise<void> | undefined;
    const own = await sendUntilGone(connection, round, after, () => {
      gone ??= running.kill();
    });
    await gone;
    expect(own.length).toBeGreaterThanOrEqual(after);
    answered.push(...own);
    running = await start();
  }
  const connection = await signIn(running);
  const leads = await connection.query("SELECT LastName FROM Lead WHERE Company = 'Killed'");
  const bookings = await connection.query('SELECT Booking_Key__c, Name, Lead__r.LastName FROM Booking__c');
  const column = (records: unknown[], ...path: string[]) =>
    records.map((record) => String(valueAt(record, ...path)));
  const keys = column(bookings.records, 'Booking_Key__c');
  expect(column(leads.records, 'LastName').toSorted()).toEqual(keys.toSorted());
  expect(column(bookings.records, 'Lead__r', 'LastName')).toEqual(keys);
  expect(answered.filter((key) => !keys.includes(key))).toEqual([]);
  expect(new Set(column(bookings.records, 'Name')).size).toBe(keys.length);

  // The unique index stands again too, and the first login of all still works.
  const again = await rest(connection, `${base}/sobjects/Booking__c`, {
    body: { Booking_Key__c: keys[0] },
  });
  expect(again.body).toMatchObject([{ errorCode: 'DUPLICATE_VALUE' }]);
  const refresh = { grant_type: 'refresh_token', refresh_token: first.refreshToken ?? '' };
  expect((await postToken(running, running.login.production, refresh)).status).toBe(200);
});
