// Structured log: JSON lines on standard error. Secrets and people's data are taken out here, whatever a caller passes.
// Two nets: fields by their name, and the finished line by the shape of its text (docs in operate.md name the fields).
import pino from 'pino';

export type Log = pino.Logger;

const hidden = '[hidden]';

/** Fields whose value is never written, at any depth. */
const secretField =
  /token|secret|password|private_?key|assertion|authorization|cookie|signature|verifier|api_?key|session|credential|e_?mail|phone|username|display_?name|person|attendee|invitee|answers|details|^(body|headers|query|params|values|name|first_?name|last_?name|ip)$/i;

/** `code` and `state` are also OAuth parameters: only our own words and Salesforce's error codes pass. */
const ambiguousField = /^(code|state)$/i;
const plainWord = /^([a-z]+(_[a-z0-9]+)*|[A-Z]+(_[A-Z0-9]+)*|[0-9A-Z]{5})$/;

/** Shapes of secrets and people's data inside text. */
const secretShapes: [RegExp, string][] = [
  [/([?&](?:code|state|token|sid|[a-z_]*token|client_secret|password)=)[^&\s"'\\]+/gi, `$1${hidden}`],
  [/\b(Bearer|Basic|OAuth)\s+[\w.~+/!=-]+/g, `$1 ${hidden}`],
  [/\b00D[A-Za-z0-9]{12,15}![\w.]+/g, hidden],
  [/\b5Aep[\w.]+/g, hidden],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, hidden],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/g, hidden],
  [/[\w.!#$%&'*+/=?^`{|}~-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, hidden],
  [/(postgres(?:ql)?:\/\/[^:/\s"]*:)[^@\s"]+@/g, `$1${hidden}@`],
];

const maxDepth = 6;

/** One JSON line per call on `destination` (standard error when left out). */
export function createLog(
  config: { logLevel: string },
  destination: { write(line: string): void } = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => hideFields(fields, 0) },
      serializers: { err: (error: unknown) => error },
    },
    { write: (line: string) => destination.write(hideShapes(line)) },
  );
}

export function hideShapes(text: string): string {
  return secretShapes.reduce((line, [shape, replacement]) => line.replace(shape, replacement), text);
}

function hideFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, unknown] => {
      if (value === null || value === undefined || typeof value === 'boolean') return [name, value];
      if (secretField.test(name)) return [name, hidden];
      if (ambiguousField.test(name) && typeof value === 'string' && !plainWord.test(value))
        return [name, hidden];
      return [name, hideValue(value, depth + 1)];
    }),
  );
}

function hideValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return '[deep]';
  if (isError(value)) return describeError(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.map((each) => hideValue(each, depth + 1));
  return hideFields(value, depth);
}

/** Of a foreign error only what cannot carry data: PostgreSQL, for one, puts the row's values into `detail`. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  // A JSON parser quotes what it could not read, and Salesforce the value that it refused.
  const quotes = error.name === 'SyntaxError' || Boolean(Reflect.get(error, 'salesforceMessage'));
  const message = quotes ? hidden : error.message;
  const described: Record<string, unknown> = { type: error.name, message };
  for (const name of ['code', 'errorCode', 'status', 'retry', 'constraint', 'table', 'syscall']) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string' || typeof value === 'number') described[name] = value;
  }
  if (error.stack)
    described['stack'] = error.stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' | ');
  if (error.cause !== undefined) {
    described['cause'] = isError(error.cause)
      ? hideValue(error.cause, depth + 1)
      : hideValue({ cause: error.cause }, depth);
  }
  return described;
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;
}
