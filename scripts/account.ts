// `npm run account -- reset-password EMAIL`: for who is locked out. Prints a one-time link for a new password; needs the data
// folder or database of the connector, which may run meanwhile.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openSetUp } from '../connector/set-up.ts';
import type { PasswordLink } from '../connector/set-up.ts';

const help = `npm run account -- reset-password EMAIL [--json]

Prints a link at which the person with this e-mail address chooses a new password. It works once, for 24 hours; a link of
before stops working. A second factor is asked for as before. Run it with the settings of the connector (PUBLIC_URL,
BOOKBRIDGE_DATA or DATABASE_URL), on its machine.
  --json  one object for a machine

Exit codes: 0 the link was printed, 1 it could not be made, 2 wrong usage.`;

type Asked =
  | { kind: 'help' }
  | { kind: 'mistake'; sentence: string }
  | { kind: 'reset'; email: string; isForMachine: boolean };

function readArguments(args: string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean', default: false } },
    });
    if (values.help) return { kind: 'help' };
    const [command, email, ...rest] = positionals;
    if (command !== 'reset-password')
      return { kind: 'mistake', sentence: 'The only command is reset-password.' };
    if (email === undefined || !email.includes('@') || rest.length > 0)
      return { kind: 'mistake', sentence: 'Name one e-mail address, for example ana@acme.example.' };
    return { kind: 'reset', email, isForMachine: values.json };
  } catch (error) {
    return { kind: 'mistake', sentence: error instanceof Error ? error.message : String(error) };
  }
}

function tell({ url, name, email, expiresAt }: PasswordLink): void {
  process.stdout.write(
    `A new password for ${name} (${email}): open this link. It works once, until ${expiresAt.toUTCString()}.\n${url}\n`,
  );
}

const asked = readArguments(process.argv.slice(2));
if (asked.kind === 'help') process.stdout.write(`${help}\n`);
else if (asked.kind === 'mistake') {
  process.stderr.write(`${asked.sentence}\n\n${help}\n`);
  process.exitCode = 2;
} else {
  try {
    const setUp = await openSetUp();
    try {
      const link = await setUp.passwordLink(asked.email);
      if (asked.isForMachine) process.stdout.write(`${JSON.stringify(link)}\n`);
      else tell(link);
    } finally {
      await setUp.close();
    }
  } catch (error) {
    const fix: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'fix') : undefined;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${typeof fix === 'string' ? `${message} ${fix}` : message}\n`);
    process.exitCode = 1;
  }
}
