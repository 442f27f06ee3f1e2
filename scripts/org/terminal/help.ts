// What `--help` says, per command.

export const commands = ['create', 'setup', 'check', 'delete'] as const;
export type Command = (typeof commands)[number];

export function helpOf(command: Command | null): string {
  return command === null ? overview : pages[command];
}

const overview = `Makes a Salesforce org ready for Bookbridge.

Usage: npm run org -- COMMAND [flags]

Commands
  create --scratch          make a scratch org and set it up
  create --sandbox NAME     make a sandbox and set it up
  setup --target-org NAME   set up an org that the sf CLI is logged in to
  check --target-org NAME   look whether everything is right; changes nothing
  delete --target-org NAME  delete a scratch org or a sandbox

npm run org -- COMMAND --help says more. Orgs are those of the sf CLI ("sf org list").
Run again, a command changes nothing that is done, and goes on where it was interrupted.

Exit codes: 0 done, 1 something is not right (one sentence says what, and what to do), 2 wrong usage.`;

const setUpFlags = `The API user
  --secure                  least privilege: Salesforce Integration licence, API only, logs in with a certificate
  --secure --browser        least privilege with a user that logs in in a browser
  --standard                Salesforce licence, System Administrator (usual)
  --username NAME           an API user of your own; one that is there gets only what it lacks
  --profile NAME            its profile, when the org has another name for the usual one
  --private-sharing         also assign "Bookbridge API User: Private Sharing" (view and change all records)
  --password-email          send it an e-mail to choose a password (standard mode)
  --fix                     do not ask: activate the user, change its profile or the mode, renew the app's certificate
                            An org that was set up from here keeps its mode, user, app and address: no need to say
                            them again. Another mode is a change: it asks, or needs --fix.

The OAuth app
  --app external|connected  External Client App (usual), or Connected App where Salesforce still allows it
  --client-secret-file FILE the consumer secret, where Salesforce takes none from us (or BOOKBRIDGE_CLIENT_SECRET)
  --public-url URL          where the connector is reached (or PUBLIC_URL; usually http://localhost:3100)

And
  --connect                 connect the API user at the end, without a browser
  --data DIR                the connector's data folder (or BOOKBRIDGE_DATA; usually .bookbridge)
  --dry-run                 show what would be done; changes nothing
  --yes                     do not ask before a production org is changed
  --json                    print one object for machines, and nothing else`;

const pages: Record<Command, string> = {
  create: `Makes an org and sets it up: companion app, OAuth app, API user, permission sets, connector settings, checks.

Usage: npm run org -- create --scratch [flags]
       npm run org -- create --sandbox NAME [flags]

A scratch org
  -a, --alias NAME          its name in the CLI; the same one again uses the same org (usually bookbridge)
  -v, --target-dev-hub NAME the Dev Hub (usually the CLI's target-dev-hub)
  -f, --definition-file F   usually config/project-scratch-def.json
  -y, --duration-days N     1 to 30 (usually 7)
  --local-org               the local org of this computer is the Dev Hub: no Salesforce account needed
  --local-org-url URL       its login host (usually http://localhost:3200)

A sandbox
  -o, --target-org NAME     the production org that makes it (usually the CLI's target-org)
  -a, --alias NAME          its name in the CLI (usually NAME)
  -f, --definition-file F   usually config/developer-sandbox-def.json
  --local-org               the local org of this computer makes it

Both
  -w, --wait MINUTES        how long to wait for Salesforce (usually 10, sandbox 30; 0 looks once)
  --async                   ask for the org and come back later

${setUpFlags}

Examples
  npm run org -- create --scratch
  npm run org -- create --scratch --local-org --connect
  npm run org -- create --scratch --alias try-secure --secure --duration-days 30
  npm run org -- create --sandbox bookdev --target-org acme-production --wait 120
  npm run org -- create --sandbox bookdev --async`,
  setup: `Sets up an org that is there: companion app, OAuth app, API user, permission sets, connector settings, checks.

Usage: npm run org -- setup --target-org NAME [flags]

  -o, --target-org NAME     alias or username of the org (usually the CLI's target-org)
  -w, --wait MINUTES        how long to wait for a deploy (usually 10)

${setUpFlags}

Examples
  npm run org -- setup --target-org acme-sandbox --dry-run
  npm run org -- setup --target-org acme-sandbox --secure
  npm run org -- setup --target-org acme-sandbox --username integration@acme.com
  npm run org -- setup --target-org acme-production --secure --connect --yes`,
  check: `Looks whether an org is set up right, and runs the connector's checks as the API user. Changes nothing.

Usage: npm run org -- check --target-org NAME [flags]

  -o, --target-org NAME     alias or username of the org (usually the CLI's target-org)
  --standard, --secure, --browser, --username NAME, --app KIND, --public-url URL
                            judge it as if it had been set up with these (usually: as it was set up from here)
  --data DIR                the connector's data folder (or BOOKBRIDGE_DATA; usually .bookbridge)
  --json                    print one object for machines, and nothing else

Exit code 1 when something is not right.

Examples
  npm run org -- check --target-org bookbridge
  npm run org -- check --target-org acme-production --json`,
  delete: `Deletes a scratch org or a sandbox, and what is kept about it here (settings, key). Never a production org.

Usage: npm run org -- delete --target-org NAME [flags]

  -o, --target-org NAME     alias or username of the org (usually the CLI's target-org)
  --yes                     do not ask
  --dry-run                 show what would be deleted
  --data DIR                the connector's data folder (or BOOKBRIDGE_DATA; usually .bookbridge)
  --json                    print one object for machines, and nothing else

Examples
  npm run org -- delete --target-org bookbridge
  npm run org -- delete --target-org bookdev --yes`,
};
