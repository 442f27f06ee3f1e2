// A multipart body: the fields of its JSON part, and the bytes of its file as `file`.

import type { Request } from 'express';
import { orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import { isRecord } from './answer.ts';
import { parseJsonBody } from './json-body.ts';

export function isMultipart(contentType: string | undefined): boolean {
  return /^multipart\/form-data\b/i.test(contentType ?? '');
}

export function readMultipart(request: Request): { body: unknown } | { refusal: OrgError } {
  const bytes: unknown = request.body;
  const type = request.headers['content-type'] ?? '';
  const [, quoted, plain] = /\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (!Buffer.isBuffer(bytes) || boundary === undefined) return { refusal: broken() };
  const parts = split(bytes, boundary);
  if (parts === undefined) return { refusal: broken() };
  let body: Record<string, unknown> = {};
  for (const { isFile, content } of parts) {
    if (isFile) body['file'] = new Uint8Array(content);
    else {
      try {
        const fields = parseJsonBody(content.toString('utf8'));
        if (isRecord(fields)) body = { ...fields, ...body };
      } catch {
        return { refusal: broken() };
      }
    }
  }
  return { body };
}

type Part = { isFile: boolean; content: Buffer };

/** Undefined when the body does not end as it should: it was cut off, or it is something else. */
function split(bytes: Buffer, boundary: string): Part[] | undefined {
  const parts: Part[] = [];
  const delimiter = Buffer.from(`--${boundary}`);
  let from = bytes.indexOf(delimiter);
  while (from >= 0) {
    const start = from + delimiter.length;
    if (bytes.toString('latin1', start, start + 2) === '--') return parts;
    const next = bytes.indexOf(Buffer.from(`\r\n--${boundary}`), start);
    const headersEnd = bytes.indexOf('\r\n\r\n', start);
    if (next < 0 || headersEnd < 0 || headersEnd + 4 > next) return undefined;
    const headers = bytes.toString('utf8', start, headersEnd);
    parts.push({ isFile: /;\s*filename\*?=/i.test(headers), content: bytes.subarray(headersEnd + 4, next) });
    from = next + 2;
  }
  return undefined;
}

function broken() {
  return orgError(400, 'INVALID_MULTIPART_REQUEST', 'The multipart body could not be read');
}
