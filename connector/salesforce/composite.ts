// Several REST requests in one API call: `/composite` (independent or all-or-nothing) and `/composite/graph` (one
// transaction per graph). A failed part is a value here, never an empty result; only a failed call throws.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { SalesforceClient } from './client.ts';

export type Subrequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the instance origin, e.g. `/services/data/v67.0/sobjects/Lead`. */
  url: string;
  /** Letters, digits and underscores; `@{referenceId.id}` in a later body or path means this one's answer. */
  referenceId: string;
  body?: Record<string, unknown>;
  /** Of this one alone: whatever its resource takes, except Accept, Authorization and Content-Type. */
  httpHeaders?: Record<string, string>;
};

export type Failure = { errorCode: string; message: string; fields: string[]; httpStatus: number };

export type PartAnswer = {
  referenceId: string;
  status: number;
  body: unknown;
  /** Of a describe: when it last changed. */
  lastModified: string | null;
  /** The first error of the part. `PROCESSING_HALTED` means: not done because of another part. */
  failure: Failure | null;
};

export type CallOptions = {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Headers of the outer request: Salesforce takes duplicate- and assignment-rule headers only there. */
  headers?: Record<string, string>;
};

export type Graph = { graphId: string; nodes: readonly Subrequest[] };

export type GraphAnswer = {
  graphId: string;
  successful: boolean;
  /** False when Salesforce stopped before this graph (every node says PROCESSING_HALTED): it costs no try. */
  attempted: boolean;
  /** The node that failed by itself; the others of its graph were rolled back because of it. */
  failed: (Failure & { referenceId: string }) | null;
  nodes: ReadonlyMap<string, PartAnswer>;
};

const maxSubrequests = 25;
export const halted = 'PROCESSING_HALTED';
/** What was asked for with If-Modified-Since is as it was; the body is empty. */
export const notModified = 304;

const errorEntry = z.looseObject({
  errorCode: z.string(),
  message: z.string().default(''),
  fields: z.array(z.string()).nullish(),
});
const partSchema = z.looseObject({
  referenceId: z.string(),
  httpStatusCode: z.number(),
  body: z.unknown(),
  httpHeaders: z.record(z.string(), z.unknown()).nullish().catch(null),
});
const compositeSchema = z.looseObject({ compositeResponse: z.array(partSchema) });
const graphSchema = z.looseObject({
  graphs: z.array(
    z.looseObject({
      graphId: z.string(),
      isSuccessful: z.boolean(),
      graphResponse: z.looseObject({ compositeResponse: z.array(partSchema) }),
    }),
  ),
});

/**
 * Runs up to 25 subrequests (of them 5 queries) as one API call and gives the answers by reference id.
 * Throws what the client throws, and `salesforce_not_understood` when an answer is missing.
 */
export async function runComposite(
  client: SalesforceClient,
  subrequests: readonly Subrequest[],
  options: CallOptions & { allOrNone?: boolean } = {},
): Promise<ReadonlyMap<string, PartAnswer>> {
  if (subrequests.length > maxSubrequests)
    throw new RangeError(`A composite takes ${maxSubrequests} subrequests`);
  const { body } = await client.request({
    method: 'POST',
    path: `/services/data/v${client.apiVersion}/composite`,
    body: { allOrNone: options.allOrNone ?? false, collateSubrequests: false, compositeRequest: subrequests },
    ...callOptions(options),
  });
  const parsed = compositeSchema.safeParse(body);
  if (!parsed.success) throw notUnderstood(parsed.error);
  return answersByReference(parsed.data.compositeResponse, subrequests);
}

/** Runs graphs as one API call, each of them all or nothing, and gives the answers by graph id. */
export async function runGraph(
  client: SalesforceClient,
  graphs: readonly Graph[],
  options: CallOptions = {},
): Promise<ReadonlyMap<string, GraphAnswer>> {
  const { body } = await client.request({
    method: 'POST',
    path: `/services/data/v${client.apiVersion}/composite/graph`,
    body: { graphs: graphs.map(({ graphId, nodes }) => ({ graphId, compositeRequest: nodes })) },
    ...callOptions(options),
  });
  const parsed = graphSchema.safeParse(body);
  if (!parsed.success) throw notUnderstood(parsed.error);
  const answers = new Map(parsed.data.graphs.map((answer) => [answer.graphId, answer]));
  return new Map(
    graphs.map((graph) => {
      const answer = answers.get(graph.graphId);
      if (answer === undefined) throw notUnderstood(`no answer for graph ${graph.graphId}`);
      const nodes = answersByReference(answer.graphResponse.compositeResponse, graph.nodes);
      return [graph.graphId, graphAnswer(graph.graphId, answer.isSuccessful, nodes)];
    }),
  );
}

function graphAnswer(
  graphId: string,
  isSuccessful: boolean,
  nodes: ReadonlyMap<string, PartAnswer>,
): GraphAnswer {
  const failures = [...nodes.values()].flatMap(({ referenceId, failure }) =>
    failure === null ? [] : [{ ...failure, referenceId }],
  );
  const failed = failures.find((failure) => failure.errorCode !== halted) ?? null;
  // Believed only when both agree: "successful" with a failed node in it must never count as written.
  const successful = isSuccessful && failures.length === 0;
  if (!successful && failures.length === 0) throw notUnderstood(`graph ${graphId} failed without an error`);
  return { graphId, successful, attempted: successful || failed !== null, failed, nodes };
}

function answersByReference(
  parts: readonly z.infer<typeof partSchema>[],
  asked: readonly Subrequest[],
): ReadonlyMap<string, PartAnswer> {
  const answers = new Map(parts.map((part) => [part.referenceId, part]));
  return new Map(
    asked.map(({ referenceId }) => {
      const part = answers.get(referenceId);
      if (part === undefined) throw notUnderstood(`no answer for ${referenceId}`);
      const { httpStatusCode: status, body, httpHeaders } = part;
      const changed = httpHeaders?.['Last-Modified'];
      const lastModified = typeof changed === 'string' ? changed : null;
      return [referenceId, { referenceId, status, body, lastModified, failure: failureOf(status, body) }];
    }),
  );
}

function failureOf(status: number, body: unknown): Failure | null {
  // 300 is an ambiguous external id: several records, none of them done.
  if (status < 300 || status === notModified) return null;
  const first = z.array(errorEntry).safeParse(body).data?.[0];
  if (first === undefined)
    return { errorCode: `HTTP_${status}`, message: '', fields: [], httpStatus: status };
  const { errorCode, message, fields } = first;
  return { errorCode, message, fields: fields ?? [], httpStatus: status };
}

function callOptions(options: CallOptions): CallOptions {
  return {
    ...(options.signal && { signal: options.signal }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    ...(options.headers && { headers: options.headers }),
  };
}

function notUnderstood(cause: unknown): AppError {
  return new AppError(
    'salesforce_not_understood',
    'Salesforce answered in a form that Bookbridge does not know.',
    {
      status: 502,
      retry: 'later',
      fix: 'Nothing is lost: it is tried again. If it stays, a proxy between Bookbridge and Salesforce may change the answers.',
      cause,
    },
  );
}
