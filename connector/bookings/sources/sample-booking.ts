// A sample booking of a made-up person, sent through the public door like any other: what it proves, a real one does too.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { SourceKind } from '../../store/source-tables.ts';
import { sourceReaders } from './source-readers.ts';

const firstNames = ['Ada', 'Bruno', 'Chiara', 'Dilan', 'Edda', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'];
const lastNames = ['Sample', 'Muster', 'Example', 'Ejemplo', 'Exempel', 'Beispiel'];
const answerSchema = z.looseObject({ bookingId: z.string() });
const timeoutMs = 10_000;

/** Gives the id of the booking; each call is another person and another booking. */
export async function sendSample(
  source: { kind: SourceKind; secret: string | null; paused: boolean; address: string },
  now: Date,
): Promise<string> {
  if (source.secret === null) {
    throw new AppError('secret_missing', 'The secret of this source is not known yet.', {
      status: 409,
      fix: 'Paste the secret that the tool shows for its webhook, then send the sample.',
    });
  }
  if (source.paused) {
    throw new AppError('source_paused', 'This source is paused.', {
      status: 409,
      fix: 'Resume it, then send the sample.',
    });
  }
  const number = randomBytes(4).toString('hex');
  const pick = (names: string[], at: number): string =>
    names[(parseInt(number, 16) % at) % names.length] ?? 'Sample';
  const firstName = pick(firstNames, 997);
  const start = new Date(now.getTime() + 3 * 86_400_000);
  start.setUTCHours(9 + (parseInt(number, 16) % 7), 0, 0, 0);
  const { body, headers } = sourceReaders[source.kind].sample(source.secret, {
    id: `sample-${number}`,
    start,
    end: new Date(start.getTime() + 30 * 60_000),
    createdAt: now,
    person: {
      firstName,
      lastName: pick(lastNames, 991),
      // example.com is reserved for examples: nobody can ever get this mail.
      email: `${firstName.toLowerCase()}.${number}@example.com`,
      phone: '+44 20 7946 0000',
      company: 'Sample Company',
    },
  });
  let response;
  try {
    response = await fetch(source.address, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw notDelivered('it cannot be reached from here', cause);
  }
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  if (response.status !== 202 || !answer.success) throw notDelivered(`it answered ${response.status}`, null);
  return answer.data.bookingId;
}

function notDelivered(why: string, cause: unknown): AppError {
  return new AppError(
    'sample_not_delivered',
    `The sample booking did not get through the public address: ${why}.`,
    {
      status: 502,
      retry: 'soon',
      fix: 'Check PUBLIC_URL and the proxy in front of Bookbridge: scheduling tools use the same address.',
      cause,
    },
  );
}
