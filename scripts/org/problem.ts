// What went wrong, in one sentence, and what to do about it in another. Everything that ends a command is one of these;
// `problemOf` makes one of whatever a library threw, by its codes; by its text only where a library drops them.
import { z } from 'zod';

export class SetUpProblem extends Error {
  readonly code: string;
  readonly fix: string;

  /** `code` is snake_case and stable: machines and tests match on it. */
  constructor(code: string, message: string, fix: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SetUpProblem';
    this.code = code;
    this.fix = fix;
  }
}

/** By its name: an `instanceof` fails across Jest's realms. */
export function isSetUpProblem(error: unknown): error is SetUpProblem {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'SetUpProblem';
}

/** A person wanted to stop. */
export function stopped(): SetUpProblem {
  return new SetUpProblem(
    'stopped',
    'Stopped before the end.',
    'Run the same command again: it goes on where it stopped.',
  );
}

/** Every code an error carries: its own, those of its data, and those of what caused it. */
export function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const own = shape.safeParse(error);
  if (!own.success) return [];
  const { name, code, errorCode, cause, data, errors } = own.data;
  return [
    // SOAP puts a namespace before its codes.
    ...[errorCode, code, name]
      .filter((each) => each !== undefined)
      .map((each) => String(each).replace(/^sf:/, '')),
    ...codesOf(data, depth + 1),
    ...(errors ?? []).flatMap((each) => codesOf(each, depth + 1)),
    ...codesOf(cause, depth + 1),
  ];
}

const shape = z.object({
  name: z.string().optional().catch(undefined),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  errorCode: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  data: z.unknown().optional(),
  errors: z.array(z.unknown()).optional().catch(undefined),
});

const again = 'Then run the same command again: it goes on where it stopped.';

type Row = { codes: readonly string[]; code: string; message: (org: string) => string; fix: string };

const rows: readonly Row[] = [
  {
    codes: ['NamedOrgNotFoundError', 'NamedOrgNotFound', 'NoAuthInfoFound'],
    code: 'org_unknown',
    message: (org) => `The CLI has no login to ${org}.`,
    fix: 'Log in with "sf org login web --alias NAME", or look at "sf org list" for the right name.',
  },
  {
    codes: [
      'RefreshTokenAuthError',
      'JwtAuthError',
      'INVALID_SESSION_ID',
      'ERROR_HTTP_401',
      'AuthCodeExchangeError',
    ],
    code: 'login_expired',
    message: (org) => `The CLI’s login to ${org} no longer works.`,
    fix: `Log in again with "sf org login web --alias NAME". ${again}`,
  },
  {
    codes: [
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'TimeoutError',
      'UND_ERR_SOCKET',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'DomainNotFoundError',
      'ERR_FOREIGN_HOST',
    ],
    code: 'org_unreachable',
    message: (org) => `The connection to ${org} broke, or could not be made.`,
    fix: `Look at the network and whether the org is up. ${again}`,
  },
  {
    codes: [
      'SERVER_UNAVAILABLE',
      'ERROR_HTTP_503',
      'ERROR_HTTP_502',
      'ERROR_HTTP_500',
      'ERROR_HTTP_504',
      'ERROR_HTTP_420',
    ],
    code: 'org_unavailable',
    message: (org) => `Salesforce does not answer for ${org} at the moment.`,
    fix: `Wait a few minutes; https://status.salesforce.com says more. ${again}`,
  },
  {
    // Only its text would say more.
    codes: ['MetadataTransferError'],
    code: 'org_unreachable',
    message: (org) => `${org} stopped answering in the middle of reading or deploying metadata.`,
    fix: `Look at the network and whether the org is up. ${again}`,
  },
  {
    codes: ['REQUEST_LIMIT_EXCEEDED'],
    code: 'api_limit_reached',
    message: (org) => `The daily API calls of ${org} are used up.`,
    fix: `Wait until some of the last 24 hours have passed, or raise the limit. ${again}`,
  },
  {
    codes: ['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED'],
    code: 'api_disabled',
    message: (org) => `The API is off in ${org}.`,
    fix: 'Use an edition with API access (Enterprise, Unlimited, Performance, Developer), or ask Salesforce to switch it on.',
  },
  {
    codes: [
      'INSUFFICIENT_ACCESS',
      'INSUFFICIENT_ACCESS_OR_READONLY',
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    ],
    code: 'rights_missing',
    message: (org) => `The user of this login may not change the set-up of ${org}.`,
    fix: 'Log the CLI in as a System Administrator of that org.',
  },
];

/** `doing` completes "… failed", `org` is what a person calls it. */
export function problemOf(error: unknown, doing: string, org: string): SetUpProblem {
  if (isSetUpProblem(error)) return error;
  const told = toldProblem.safeParse(error);
  if (told.success) {
    const { code, message, fix, retry } = told.data;
    // Its advice for what passes by itself is about bookings.
    const isPassing = retry === 'soon' || retry === 'later';
    return new SetUpProblem(code, message, isPassing ? `Wait a minute. ${again}` : (fix ?? again), error);
  }
  const ofFile = fileProblem.safeParse(error);
  if (ofFile.success) {
    const { code, path } = ofFile.data;
    return new SetUpProblem(
      'file_not_usable',
      `${path} cannot be read or written (${code}).`,
      `See to it that you may write there and that there is room, or name another place: --data for the connector's folder, HOME for that of the CLI. ${again}`,
      error,
    );
  }
  // jsforce drops what kept it from renewing the session; its text is the only sign.
  const isUnrenewed = error instanceof Error && error.message.startsWith('Unable to refresh session');
  const codes = isUnrenewed ? ['RefreshTokenAuthError'] : codesOf(error);
  const row = rows.find((each) => each.codes.some((code) => codes.includes(code)));
  if (row !== undefined) return new SetUpProblem(row.code, row.message(org), row.fix, error);
  const known = codes.find((code) => /^[A-Z][A-Z0-9_]{3,}$/.test(code));
  const said = error instanceof Error ? firstLine(error.message) : 'no reason was given';
  return new SetUpProblem(
    known?.toLowerCase() ?? 'unexpected',
    `${capital(doing)} failed: ${said}${known === undefined || said.includes(known) ? '' : ` (${known})`}`,
    `Change what this sentence names. ${again}`,
    error,
  );
}

const fileProblem = z.object({
  code: z.enum(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EISDIR', 'EMFILE', 'EDQUOT']),
  path: z.string(),
});

/** Errors of the connector are told in the same three parts. */
const toldProblem = z.object({
  name: z.enum(['AppError']),
  code: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  retry: z.string().optional(),
});

/** Tokens and assertions never come from us, but a library's text is not ours: what looks like one is cut out. */
function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line
    .replaceAll(/00D\w{12,15}![\w.]+/g, '…')
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…')
    .slice(0, 300);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
