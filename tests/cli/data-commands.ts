// Records: query, create, get, update, delete, upsert, and trees of related records out of one org and into another.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import { writeFiles } from './source-files.ts';
import type { Area } from './trials.ts';

export const dataArea: Area = {
  name: 'data',
  async run({ org, sf, hub, trial }) {
    const record = (verb: string, ...flags: string[]): string[] =>
      words`data ${verb} record --target-org hub --sobject Account ${flags}`;
    let id = '';

    await trial('data create record', 'creates it', async () => {
      const values = "Name='Trial Bikes' Industry=Banking NumberOfEmployees=12";
      id = String(at(await sf.ok(record('create', '--values', values)), 'id'));
      const [row] = await hub.rows(`SELECT Name, NumberOfEmployees FROM Account WHERE Id = '${id}'`);
      deepEqual(row, { Name: 'Trial Bikes', NumberOfEmployees: 12 });
    });
    await trial('data create record', 'says which field is missing', async () => {
      const failure = await sf.fails(record('create', '--values', 'Industry=Banking'));
      match(
        `${failure.name} ${failure.message}`,
        /REQUIRED_FIELD_MISSING|Required fields are missing.*Name/i,
      );
    });
    await trial('data get record', 'by a field', async () => {
      equal(at(await sf.ok(record('get', '--where', "Name='Trial Bikes'")), 'Id'), id);
    });
    await trial('data update record', 'by id', async () => {
      await sf.ok(record('update', '--record-id', id, '--values', 'Phone=555'));
      equal((await hub.rows(`SELECT Phone FROM Account WHERE Id = '${id}'`))[0]?.['Phone'], '555');
    });
    await trial('data update record', 'names an unknown field', async () => {
      const failure = await sf.fails(record('update', '--record-id', id, '--values', 'Not_There__c=1'));
      match(failure.message, /Not_There__c/);
    });
    await trial('data query', 'rows with a parent, conditions and order', async () => {
      const soql = "SELECT Name, Owner.Username FROM Account WHERE Name LIKE 'Trial%' ORDER BY Name LIMIT 5";
      const shown = await sf.ok(words`data query --query ${soql} --target-org hub`);
      const [same] = await hub.rows(soql);
      deepEqual(
        [at(shown, 'records.0.Name'), at(shown, 'records.0.Owner.Username')],
        [same?.['Name'], at(same, 'Owner.Username')],
      );
    });
    await trial('data query', 'counts, groups, and prints a table for people', async () => {
      const soql = 'SELECT Industry, COUNT(Id) FROM Account GROUP BY Industry';
      const run = await sf.run(words`data query --query ${soql} --target-org hub --result-format csv`);
      equal(run.code, 0, run.stderr);
      match(run.stdout, /Banking,\d/);
    });
    await trial('data query', 'more rows than one page', async () => {
      const names = Array.from({ length: 2100 }, (_, number) => ({
        LastName: 'Many',
        FirstName: String(number),
      }));
      for (let from = 0; from < names.length; from += 200) {
        await hub.connection.create('Contact', names.slice(from, from + 200));
      }
      const soql = "SELECT Id FROM Contact WHERE LastName = 'Many'";
      equal(rowsAt(await sf.ok(words`data query -q ${soql} -o hub`), 'records').length, 2100);
    });
    await trial('data query', 'names a wrong field', async () => {
      const failure = await sf.fails(words`data query -q ${'SELECT Nonsense FROM Account'} -o hub`);
      equal(failure.name, 'INVALID_FIELD');
      match(failure.message, /No such column 'Nonsense' on entity 'Account'/);
    });
    await trial('data delete record', 'deletes it', async () => {
      await sf.ok(record('delete', '--record-id', id));
      equal((await hub.rows(`SELECT Id FROM Account WHERE Id = '${id}'`)).length, 0);
    });
    await trial('data delete record', 'says when it is gone already', async () => {
      match((await sf.fails(record('delete', '--record-id', id))).message, /deleted|not exist|not found/i);
    });
    await trial('data export tree', 'accounts with their contacts', async () => {
      const { id: parent } = await hub.connection.create('Account', { Name: 'Tree' });
      await hub.connection.create('Contact', { LastName: 'Leaf', AccountId: parent });
      const soql = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Tree'";
      await sf.ok(words`data export tree --query ${soql} -o hub --plan --output-dir tree`);
      const files = readdirSync(join(sf.project, 'tree')).filter((name) => !name.includes('plan'));
      const text = files.map((name) => readFileSync(join(sf.project, 'tree', name), 'utf8')).join('');
      ok(text.includes('"Tree"') && text.includes('"Leaf"'), text);
    });
    await trial('data import tree', 'brings them into another org, still related', async () => {
      const admin = firstAdmin(org, 'sandbox');
      await sf.loginJwt(admin.username, 'box', org.login.sandbox);
      const plan = readdirSync(join(sf.project, 'tree')).find((name) => name.includes('plan')) ?? '';
      await sf.ok(words`data import tree --plan ${join('tree', plan)} --target-org box`);
      const box = await lookAtOrg(org, admin.username, org.login.sandbox);
      equal(
        (await box.rows("SELECT Id FROM Contact WHERE LastName = 'Leaf' AND Account.Name = 'Tree'")).length,
        1,
      );
    });
    await trial('data import tree', 'a wrong record: nothing of the file is kept', async () => {
      const records = [
        { attributes: { type: 'Account', referenceId: 'a' }, Name: 'Half a tree' },
        { attributes: { type: 'Account', referenceId: 'b' }, Industry: 'Banking' },
      ];
      writeFiles(sf, { 'tree/wrong.json': JSON.stringify({ records }) });
      const failure = await sf.fails(words`data import tree --files tree/wrong.json -o hub`);
      match(JSON.stringify(failure.json), /REQUIRED_FIELD_MISSING/);
      equal((await hub.rows("SELECT Id FROM Account WHERE Name = 'Half a tree'")).length, 0);
    });
    await upsertTrials();

    async function upsertTrials(): Promise<void> {
      const upsert = words`data upsert bulk --target-org hub --sobject Booking__c --wait 2`;
      const byKey = words`${upsert} --external-id Booking_Key__c --line-ending LF`;
      const keys = "WHERE Booking_Key__c LIKE 'trial-%' ORDER BY Booking_Key__c";
      await trial('data upsert bulk', 'creates and updates by external id', async () => {
        writeFiles(sf, {
          'one.csv': 'Booking_Key__c,Subject__c\ntrial-1,First\n',
          'two.csv': 'Booking_Key__c,Subject__c\ntrial-1,"First, again"\ntrial-2,Second\n',
        });
        // Nobody sees a deployed field without a permission set, admins included.
        await sf.ok(words`org assign permset --name Bookbridge_API_User --target-org hub`);
        await sf.ok(words`${byKey} --file one.csv`);
        await sf.ok(words`${byKey} --file two.csv`);
        deepEqual(await hub.rows(`SELECT Booking_Key__c, Subject__c FROM Booking__c ${keys}`), [
          { Booking_Key__c: 'trial-1', Subject__c: 'First, again' },
          { Booking_Key__c: 'trial-2', Subject__c: 'Second' },
        ]);
      });
      await trial('data upsert bulk', 'tells which row failed', async () => {
        writeFiles(sf, { 'wrong.csv': 'Booking_Key__c,Start__c\ntrial-3,no time\n' });
        const failure = await sf.fails(words`${byKey} --file wrong.csv`);
        match(failure.message, /failed/i);
        const job = String(at(failure.json, 'data.jobId'));
        const results = await hub.connection.request({
          method: 'GET',
          url: `/services/data/v67.0/jobs/ingest/${job}/failedResults`,
        });
        match(JSON.stringify(results), /no time/);
        equal((await hub.rows("SELECT Id FROM Booking__c WHERE Booking_Key__c = 'trial-3'")).length, 0);
      });
    }
  },
};
