// The commands that do the same by hand, for this org and this user. They are those of docs/deploy-with-the-sf-cli.md. Pure.

export type CliCommand = { id: 'log_in' | 'check' | 'deploy' | 'assign'; command: string };

/** The name that the login gives the org in the CLI. */
const alias = 'my-org';

export function cliCommands(org: { instanceUrl: string; username: string }): CliCommand[] {
  const target = `--target-org ${alias}`;
  return [
    { id: 'log_in', command: `sf org login web --alias ${alias} --instance-url ${quoted(org.instanceUrl)}` },
    { id: 'check', command: `sf project deploy start --source-dir force-app ${target} --dry-run` },
    { id: 'deploy', command: `sf project deploy start --source-dir force-app ${target}` },
    {
      id: 'assign',
      command: `sf org assign permset --name Bookbridge_API_User --on-behalf-of ${quoted(org.username)} ${target}`,
    },
  ];
}

/** Usernames may hold characters that a shell would read as its own. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
