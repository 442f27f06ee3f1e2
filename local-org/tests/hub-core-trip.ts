// A program for hub-core.test.ts: one trip with @salesforce/core as a developer's script would make it, in a process
// and a home of its own. Arguments: origin of the Dev Hub, client id, key file, username. Prints JSON lines. A
// connection to any other computer ends the program.

import { Socket } from 'node:net';

const [hubOrigin = '', clientId = '', privateKey = '', username = ''] = process.argv.slice(2);

const { connect } = Socket.prototype;
Object.assign(Socket.prototype, {
  connect(this: Socket, ...args: unknown[]) {
    const host = /"host":"([^"]*)"/.exec(JSON.stringify(args))?.[1] ?? 'localhost';
    if (!['localhost', '127.0.0.1', '::1'].includes(host)) {
      process.stderr.write(`tried to connect to ${host}\n`);
      process.exit(3);
    }
    const socket: unknown = Reflect.apply(connect, this, args);
    return socket;
  },
});

const { AuthInfo, Org, scratchOrgCreate, scratchOrgResume } = await import('@salesforce/core');
const { Duration } = await import('@salesforce/kit');

function tell(step: string, facts: Record<string, unknown>) {
  process.stdout.write(`${JSON.stringify({ step, ...facts })}\n`);
}

const authInfo = await AuthInfo.create({
  username,
  oauth2Options: { clientId, privateKey, loginUrl: hubOrigin },
});
await authInfo.save();
const hub = await Org.create({ aliasOrUsername: username });
tell('login', { isDevHub: await hub.determineIfDevHubOrg(true), orgId: hub.getOrgId() });

const scratch = await scratchOrgCreate({
  hubOrg: hub,
  orgConfig: {
    orgName: 'Core',
    edition: 'Developer',
    settings: { lightningExperienceSettings: { enableS1DesktopEnabled: true } },
  },
  durationDays: 3,
  wait: Duration.minutes(2),
});
const scratchUsername = scratch.username ?? '';
const scratchOrg = await Org.create({ aliasOrUsername: scratchUsername });
tell('scratch', {
  isScratch: await scratchOrg.determineIfScratch(),
  name: (await scratchOrg.retrieveOrganizationInformation()).Name,
  orgId: scratchOrg.getOrgId(),
});

const started = await scratchOrgCreate({
  hubOrg: hub,
  orgConfig: { orgName: 'Later', edition: 'Enterprise' },
  wait: Duration.minutes(0),
});
const resumed = await scratchOrgResume(started.scratchOrgInfo?.Id ?? '');
tell('resume', { isSame: resumed.username === started.scratchOrgInfo?.SignupUsername });

try {
  await scratchOrgCreate({ hubOrg: hub, orgConfig: { edition: 'Developer', country: 'xx' } });
} catch (error) {
  tell('error', { name: error instanceof Error ? error.name : '', message: String(error) });
}

await scratchOrg.deleteFrom(hub);
tell('deleted', { left: (await hub.getConnection().query('SELECT Id FROM ActiveScratchOrg')).totalSize });

const copied = await hub.createSandbox(
  { SandboxName: 'core1', LicenseType: 'Developer' },
  { wait: Duration.minutes(1), interval: Duration.seconds(1), async: false },
);
const sandbox = await Org.create({ aliasOrUsername: `${username}.core1` });
tell('sandbox', { status: copied.Status, isSandbox: await sandbox.determineIfSandbox() });
await sandbox.deleteFrom(hub);
const gone = await hub.getConnection().tooling.query('SELECT Status FROM SandboxProcess');
tell('sandbox deleted', { statuses: gone.records.map((row): unknown => row['Status']) });
