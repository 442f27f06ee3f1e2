// Answers a query in pages: 2,000 records by default, at least 200, with a locator for the rest.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm (2026-03-11)

import { randomBytes } from 'node:crypto';
import { orgError } from '../org/errors.ts';

type Rest = { userId: string; records: unknown[] };
type Found = { totalSize: number; done: boolean; records: unknown[] };

export type QueryPages = ReturnType<typeof createQueryPages>;

const locatorsKept = 50;

export function createQueryPages() {
  const locators = new Map<string, Rest>();

  function cut(
    locator: string,
    from: number,
    userId: string,
    records: unknown[],
    version: string,
    size: number,
  ) {
    const to = from + size;
    const done = to >= records.length;
    if (!done) locators.set(locator, { userId, records });
    return {
      totalSize: records.length,
      done,
      ...(done ? {} : { nextRecordsUrl: `/services/data/v${version}/query/${locator}-${to}` }),
      records: records.slice(from, to),
    };
  }

  return {
    first(found: Found, userId: string, version: string, header: string | undefined) {
      const size = batchSize(header);
      if (found.records.length <= size) return found;
      const oldest = locators.size >= locatorsKept ? locators.keys().next().value : undefined;
      if (oldest !== undefined) locators.delete(oldest);
      const locator = `01g${randomBytes(12).toString('hex').slice(0, 15)}`;
      return cut(locator, 0, userId, found.records, version, size);
    },
    next(text: string, userId: string, version: string, header: string | undefined) {
      const [locator = '', offset = ''] = text.split('-');
      const rest = locators.get(locator);
      const isHere = rest?.userId === userId && /^\d+$/.test(offset) && Number(offset) < rest.records.length;
      if (!isHere) throw orgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      return cut(locator, Number(offset), userId, rest.records, version, batchSize(header));
    },
  };
}

function batchSize(header: string | undefined): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(header ?? '')?.[1];
  return asked === undefined ? 2_000 : Math.min(2_000, Math.max(200, Number(asked)));
}
