// Requests as the scheduling tools send them, signed by hand: our own readers must not prove themselves.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sendRaw } from './booking-world.ts';
import type { Sent, World } from './booking-world.ts';

export type Kind = 'cal-com' | 'calendly' | 'oncehub' | 'standard-webhooks' | 'generic';

const viewSchema = z.looseObject({
  id: z.string(),
  address: z.string(),
  awaitsSecret: z.boolean(),
  pausedAt: z.string().nullable(),
  events: z.number(),
  held: z.number(),
  refused: z.number(),
  lastEventType: z.string().nullable(),
  refusals: z.array(z.looseObject({ code: z.string(), count: z.number(), fix: z.string().nullable() })),
  eventTypes: z.array(z.object({ key: z.string(), name: z.string(), bookings: z.number() })),
  api: z.looseObject({ account: z.string().nullable(), hasKey: z.boolean() }).nullable(),
  reconciled: z.looseObject({ at: z.string(), added: z.number() }).nullable(),
});
export type SourceView = z.infer<typeof viewSchema>;
const answerSchema = z.object({ source: viewSchema, secret: z.string().nullish() });

export type AddedSource = SourceView & { kind: Kind; secret: string | null };

export async function addKind(
  world: World,
  kind: Kind,
  input: Record<string, unknown> = {},
): Promise<AddedSource> {
  const { status, body, text } = await world.browser.post('/api/sources', {
    kind,
    name: `Source ${kind}`,
    ...input,
  });
  if (status !== 201) throw new Error(`Answered ${status}: ${text}`);
  const { source, secret } = answerSchema.parse(body);
  return {
    ...source,
    kind,
    secret: secret ?? (typeof input['secret'] === 'string' ? input['secret'] : null),
  };
}

/** POST to something of a source; the answer's source, and a new secret if there is one. */
export async function act(
  world: World,
  id: string,
  what: string,
  input?: unknown,
): Promise<{ source: SourceView; secret?: string | null | undefined }> {
  const { status, body, text } = await world.browser.post(`/api/sources/${id}/${what}`, input);
  if (status !== 200) throw new Error(`${what} answered ${status}: ${text}`);
  return answerSchema.parse(body);
}

export async function view(world: World, id: string): Promise<SourceView> {
  return answerSchema.parse((await world.browser.get(`/api/sources/${id}`)).body).source;
}

export type Signing = { secret: string; at?: Date; body?: string };

/** `body`: other bytes than those that are signed. */
export async function sendAs(
  source: { kind: Kind; address: string },
  event: unknown,
  { secret, at = new Date(), body }: Signing,
): Promise<Sent> {
  const signed = JSON.stringify(event);
  const headers = { 'content-type': 'application/json', ...signatureOf(source.kind, secret, signed, at) };
  return sendRaw(source.address, body ?? signed, headers);
}

let deliveries = 0;

function signatureOf(kind: Kind, secret: string, body: string, at: Date): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const hex = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
  switch (kind) {
    case 'cal-com':
      return { 'x-cal-signature-256': hex(body) };
    case 'calendly':
      return { 'calendly-webhook-signature': `t=${seconds},v1=${hex(`${seconds}.${body}`)}` };
    case 'oncehub':
      return { 'oncehub-signature': `t=${seconds},s=${hex(`${seconds}.${body}`)}` };
    case 'generic':
      return { 'x-api-key': secret };
    case 'standard-webhooks': {
      deliveries += 1;
      const id = `msg_${deliveries}`;
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
      return {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${signature}`,
      };
    }
  }
}
