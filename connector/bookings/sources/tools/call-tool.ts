// One way to ask a tool: the key in a header, JSON back, patience where it asks for it, and an error that says what to do. The
// key goes to the address that a person set and nowhere else: no redirection is followed.
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';

export type CallTool = (path: string, headers?: Record<string, string>) => Promise<unknown>;

export type ToolCalls = {
  baseUrl: string;
  headers: Record<string, string>;
  toolName: string;
  signal: AbortSignal;
};

const timeoutMs = 20_000;
const mostTries = 5;
const longestWaitMs = 65_000;
const mostBytes = 20 * 1024 * 1024;

/** Asks again, after the time that the tool names, when it is asked too often or is unwell for a moment. */
export function callsTo({ baseUrl, headers, toolName, signal }: ToolCalls): CallTool {
  return async (path, more = {}) => {
    for (let tries = 1; ; tries += 1) {
      const response = await askOnce(`${baseUrl}${path}`, { ...headers, ...more }, toolName, signal);
      if (response.ok) return readBody(response, toolName);
      const isPassing = response.status === 429 || response.status >= 500;
      if (!isPassing || tries >= mostTries) throw refusalOf(response.status, toolName);
      await response.body?.cancel();
      await wait(waitOf(response.headers, tries), undefined, { signal });
    }
  };
}

async function askOnce(
  url: string,
  headers: Record<string, string>,
  toolName: string,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError('tool_unreachable', `${toolName} did not answer.`, {
      status: 502,
      retry: 'soon',
      fix: 'See that the address is right and can be reached from here, then try again.',
      cause,
    });
  }
}

async function readBody(response: Response, toolName: string): Promise<unknown> {
  try {
    const text = await response.text();
    if (text.length <= mostBytes) return JSON.parse(text);
  } catch (cause) {
    throw notUnderstood(toolName, cause);
  }
  throw notUnderstood(toolName);
}

export function notUnderstood(toolName: string, cause?: unknown): AppError {
  return new AppError('tool_not_understood', `${toolName} answered in a form that is not known here.`, {
    status: 502,
    fix: 'See that the address is that of the API, not of the pages.',
    cause,
  });
}

function refusalOf(status: number, toolName: string): AppError {
  if (status === 401 || status === 403) {
    return new AppError('api_key_refused', `${toolName} did not accept the API key.`, {
      status: 422,
      fix: 'Make a new key there, with the right to read bookings, and enter it here.',
    });
  }
  if (status === 429) {
    return new AppError('tool_busy', `${toolName} takes no more requests for now.`, {
      status: 503,
      retry: 'later',
      fix: 'Wait some minutes and try again.',
    });
  }
  if (status === 404) {
    return new AppError('tool_not_found', `${toolName} does not know this address.`, {
      status: 404,
      fix: 'See that the address is that of the API.',
    });
  }
  if (status >= 300 && status < 400) {
    return new AppError('tool_redirects', `${toolName} names another address for its API.`, {
      status: 422,
      fix: 'Enter that address yourself: the key is sent only where you say.',
    });
  }
  return new AppError('tool_failed', `${toolName} answered with an error (HTTP ${status}).`, {
    status: 502,
    retry: status >= 500 ? 'soon' : 'never',
    fix: 'Try again. If it stays, ask the tool what is wrong.',
  });
}

/** The tool's own word (seconds, or a moment), else longer with every try. */
function waitOf(headers: Headers, tries: number): number {
  const seconds = Number(headers.get('retry-after') ?? headers.get('x-ratelimit-reset') ?? Number.NaN);
  const asked = Number.isFinite(seconds) && seconds < 100_000 ? seconds * 1000 : 250 * 2 ** tries;
  return Math.min(longestWaitMs, Math.max(50, asked));
}

/** `tool_not_found` is an answer where one booking is asked for. */
export async function orNull(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'tool_not_found')
      return null;
    throw error;
  }
}
