// Sandboxes: made and waited for, made in the background and resumed, refused, deleted.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { firstAdmin, lookAtOrg } from './org-side.ts';
import type { OrgSide } from './org-side.ts';
import { at, rowsAt, words } from './sf.ts';
import type { Area } from './trials.ts';

export const sandboxArea: Area = {
  name: 'sandbox',
  async run({ org, sf, admin, hub, trial }) {
    const create = (...flags: string[]): string[] =>
      words`org create sandbox --target-org hub --no-prompt --license-type Developer ${flags}`;
    const processOf = async (name: string): Promise<Record<string, unknown> | undefined> => {
      const fields = 'Id, Status, CopyProgress, SandboxOrganization, EndDate';
      return (await hub.toolingRows(`SELECT ${fields} FROM SandboxProcess WHERE SandboxName = '${name}'`))[0];
    };

    await trial('project deploy start', 'a newcomer’s first into the sandbox that is there', async () => {
      await sf.loginJwt(firstAdmin(org, 'sandbox').username, 'box', org.login.sandbox);
      const preview = await sf.ok(words`project deploy preview --target-org box`);
      deepEqual(rowsAt(preview, 'conflicts'), []);
      for (const flags of [[], words`--source-dir force-app`]) {
        const result = await sf.ok(words`project deploy start --target-org box ${flags}`);
        equal(at(result, 'numberComponentErrors'), 0);
      }
      const after = await sf.ok(words`project deploy preview --target-org box`);
      deepEqual([rowsAt(after, 'toDeploy'), rowsAt(after, 'conflicts')], [[], []]);
    });
    await trial('org create sandbox', 'makes a copy of production and logs in', async () => {
      const flags = words`--name trial --alias trial --wait 5 --poll-interval 15`;
      const result = await sf.ok(create(...flags), { timeoutMs: 240_000 });
      equal((await processOf('trial'))?.['Status'], 'Completed');
      const username = await usernameOf('trial');
      equal(username, `${admin.username}.trial`);
      const side = await lookAtOrg(org, username, await originOf('trial'));
      const [row] = await side.rows('SELECT IsSandbox, TrialExpirationDate FROM Organization');
      deepEqual([row?.['IsSandbox'], row?.['TrialExpirationDate']], [true, null]);
      ok(result !== undefined);
      ok(await hasObject(side, 'Booking__c'), 'the sandbox has not the metadata of production');
    });
    await trial('org create sandbox', 'refuses a name that is taken', async () => {
      const failure = await sf.fails(create('--name', 'trial', '--async'));
      ok(failure.message.length > 0);
      equal((await hub.toolingRows("SELECT Id FROM SandboxInfo WHERE SandboxName = 'trial'")).length, 1);
    });
    await trial('org create sandbox', 'refuses a name of more than 10 letters', async () => {
      const failure = await sf.fails(create('--name', 'elevenchars', '--async'));
      match(failure.message, /10/);
    });
    await trial('org resume sandbox', '--async, then resume', async () => {
      const started = await sf.run([...create('--name', 'later', '--async'), '--json']);
      // 68 says: still in work.
      equal(started.code, 68, started.stdout);
      const flags = words`--name later --target-org hub --wait 5`;
      await sf.ok(words`org resume sandbox ${flags}`, { timeoutMs: 240_000 });
      equal((await processOf('later'))?.['Status'], 'Completed');
      await lookAtOrg(org, await usernameOf('later'), await originOf('later'));
    });
    await trial('org resume sandbox', 'knows no sandbox that nobody ordered', async () => {
      const failure = await sf.fails(words`org resume sandbox --name nobody --target-org hub`);
      match(failure.message, /nobody|not found|No SandboxProcess/i);
    });
    await trial('project deploy start', 'a sandbox tracks source when it says so', async () => {
      const flags = words`--source-dir force-app --target-org trial`;
      equal(at(await sf.ok(words`project deploy start ${flags}`), 'status'), 'Succeeded');
    });
    await trial('org delete sandbox', 'deletes it', async () => {
      await sf.ok(words`org delete sandbox --target-org trial --no-prompt`);
      equal((await hub.toolingRows("SELECT Id FROM SandboxInfo WHERE SandboxName = 'trial'")).length, 0);
    });
    await trial('org delete sandbox', 'knows no alias that nobody gave', async () => {
      const failure = await sf.fails(words`org delete sandbox --target-org trial --no-prompt`);
      equal(failure.name, 'NamedOrgNotFoundError');
    });

    async function shownOf(alias: string): Promise<unknown> {
      return sf.ok(words`org display --target-org ${alias}`);
    }
    async function usernameOf(name: string): Promise<string> {
      const alias = name === 'later' ? `${admin.username}.later` : name;
      return String(at(await shownOf(alias), 'username'));
    }
    async function originOf(name: string): Promise<string> {
      const alias = name === 'later' ? `${admin.username}.later` : name;
      return String(at(await shownOf(alias), 'instanceUrl'));
    }
  },
};

async function hasObject(side: OrgSide, name: string): Promise<boolean> {
  return (await side.connection.describeGlobal()).sobjects.some((object) => object.name === name);
}
