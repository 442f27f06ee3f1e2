// The one way the pages talk to the connector: JSON in, JSON out, parsed once at the door. Every failure, also of the
// network, becomes an ApiError in the connector's own shape, so that one component can show all of them.
import { z } from 'zod';

// zod would otherwise try `new Function`, which the Content-Security-Policy refuses with a noisy report.
z.config({ jitless: true });

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fix: z.string().nullish(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
});

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fix: string | undefined;
  readonly fields: Record<string, string>;

  constructor(
    status: number,
    problem: {
      code: string;
      message: string;
      fix?: string | null | undefined;
      fields?: Record<string, string> | undefined;
    },
  ) {
    super(problem.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code;
    this.fix = problem.fix ?? undefined;
    this.fields = problem.fields ?? {};
  }
}

/** Anything that was thrown, in the shape the pages can show. */
export function asApiError(error: Error): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(0, { code: 'unexpected', message: error.message, fix: 'Load the page again.' });
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export function get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return request('GET', path, schema, undefined, signal);
}

export function post<T>(path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
  return request('POST', path, schema, body);
}

export function put<T>(path: string, schema: z.ZodType<T>, body: unknown): Promise<T> {
  return request('PUT', path, schema, body);
}

export function patch<T>(path: string, schema: z.ZodType<T>, body: unknown): Promise<T> {
  return request('PATCH', path, schema, body);
}

/** A file as it is. */
export function upload<T>(path: string, schema: z.ZodType<T>, file: Blob): Promise<T> {
  return request('POST', path, schema, file);
}

export function remove(path: string): Promise<null> {
  return request('DELETE', path, nothing);
}

export const nothing = z.unknown().transform(() => null);

async function request<T>(
  method: Method,
  path: string,
  schema: z.ZodType<T>,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const init: RequestInit = { method, headers: { accept: 'application/json' }, credentials: 'same-origin' };
  if (signal) init.signal = signal;
  if (body instanceof Blob) {
    init.headers = { accept: 'application/json', 'content-type': 'application/octet-stream' };
    init.body = body;
  } else if (body !== undefined) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, {
      code: 'unreachable',
      message: 'Bookbridge did not answer.',
      fix: 'See that Bookbridge is running and that you are online, then try again.',
    });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = errorBody.safeParse(answer);
    throw new ApiError(
      response.status,
      problem.success
        ? problem.data.error
        : {
            code: 'unexpected_answer',
            message: `Bookbridge answered with an error that has no explanation (HTTP ${response.status}).`,
            fix: 'Try again. If it stays, the log of the connector names the cause.',
          },
    );
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ApiError(response.status, {
    code: 'unexpected_answer',
    message: 'Bookbridge answered in a form that this page does not know.',
    fix: 'Load the page again: it may be older than the connector.',
  });
}
