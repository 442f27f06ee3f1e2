// The one error type that leaves a module on purpose. `message` and `fix` are safe for a browser; `cause` is only logged.

/** What happens next after a failure: `soon` seconds, `later` minutes to hours, `never` a person must act, `reconnect` the API user must be connected again. */
export type Retry = 'soon' | 'later' | 'never' | 'reconnect';

export type AppErrorOptions = {
  /** HTTP status when the error reaches the API; 500 when left out. */
  status?: number;
  retry?: Retry;
  /** What to do and where, in one or two sentences. */
  fix?: string;
  /** Bad input, by field name. */
  fields?: Record<string, string>;
  cause?: unknown;
};

export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retry: Retry;
  readonly fix: string | undefined;
  readonly fields: Record<string, string> | undefined;

  /** `code` is snake_case and stable; callers and tests match on it, never on the message. */
  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = options.status ?? 500;
    this.retry = options.retry ?? 'never';
    this.fix = options.fix;
    this.fields = options.fields;
  }
}

/** Recognises an AppError by its name: an `instanceof` fails across Jest's realms. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AppError';
}
