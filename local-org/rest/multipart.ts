// A multipart body: its JSON part's fields, and the bytes of its file as `file`.

import type { Request } from 'express';
import { orgError } from '../org/errors.ts';
import type { OrgError } from '../org/errors.ts';
import { isRecord } from './answer.ts';
import { parseJsonBody } from './json-body.ts';

export function isMultipart(contentType: string | undefined): boolean {
  return /^multipart\/form-data\b/i.test(contentType ?? '');
}

export async function readMultipart(request: Request): Promise<{ body: unknown } | { refusal: OrgError }> {
  const bytes: unknown = request.body;
  const type = request.headers['content-type'] ?? '';
  if (!(bytes instanceof Uint8Array)) return { refusal: broken() };
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    let body: Record<string, unknown> = {};
    for (const [, part] of form) {
      if (typeof part !== 'string') body['file'] = new Uint8Array(await part.arrayBuffer());
      else {
        const fields = parseJsonBody(part);
        if (isRecord(fields)) body = { ...fields, ...body };
      }
    }
    return { body };
  } catch {
    return { refusal: broken() };
  }
}

function broken() {
  return orgError(400, 'INVALID_MULTIPART_REQUEST', 'The multipart body could not be read');
}
