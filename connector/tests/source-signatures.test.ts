// Unit of the stage `intake`: whose signature is taken, which is refused, and which is too old.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { admitEvent } from '../bookings/intake.ts';
import { sourceReaders } from '../bookings/sources/source-readers.ts';
import { sourceKinds } from '../store/source-tables.ts';
import type { SourceKind } from '../store/source-tables.ts';
import { calendlyEvent, timedSignature } from './source-events.ts';

const now = new Date('2027-03-01T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const body = '{"event":"invitee.created"}';

const person = {
  firstName: 'Ada',
  lastName: 'Sample',
  email: 'ada@example.com',
  phone: '+44 20 7946 0000',
  company: 'Sample Company',
};

function sampleOf(kind: SourceKind, secret: string, createdAt = now) {
  const start = new Date('2027-04-01T09:00:00Z');
  const end = new Date('2027-04-01T09:30:00Z');
  return sourceReaders[kind].sample(secret, { id: 's1', start, end, createdAt, person });
}

describe.each(sourceKinds)('%s', (kind) => {
  const reader = sourceReaders[kind];
  const secret = reader.makeSecret();
  const { body: sent, headers } = sampleOf(kind, secret);

  test('takes what was signed with the secret, and reads it', () => {
    const source = { kind, secrets: [secret], recordIdParameter: null };
    const { event } = admitEvent(reader, source, { rawBody: Buffer.from(sent), headers }, now);
    expect(event).toMatchObject({
      message: {
        change: 'scheduled',
        details: { start: '2027-04-01T09:00:00.000Z', person: { company: 'Sample Company' } },
      },
    });
  });

  test('refuses another secret, none, and a header that is missing', () => {
    const rawBody = Buffer.from(sent);
    expect(reader.prove(reader.makeSecret(), rawBody, headers, now)).toBe('forged');
    expect(reader.prove('', rawBody, headers, now)).toBe('forged');
    expect(reader.prove(secret, rawBody, { 'content-type': 'application/json' }, now)).toBe('forged');
  });

  test('the secret before the last change is taken beside the present one', () => {
    const source = { kind, secrets: [reader.makeSecret(), secret], recordIdParameter: null };
    expect(admitEvent(reader, source, { rawBody: Buffer.from(sent), headers }, now).event.type).not.toBe('');
  });

  test('nothing is taken while its secret is not known', () => {
    const source = { kind, secrets: [], recordIdParameter: null };
    const admit = (): unknown => admitEvent(reader, source, { rawBody: Buffer.from(sent), headers }, now);
    expect(admit).toThrow(expect.objectContaining({ code: 'secret_missing', status: 401 }));
  });
});

test.each(['cal-com', 'calendly', 'oncehub', 'standard-webhooks'] as const)(
  '%s refuses a body of which one byte was changed',
  (kind) => {
    const reader = sourceReaders[kind];
    const secret = reader.makeSecret();
    const { body: sent, headers } = sampleOf(kind, secret);
    const changed = Buffer.from(sent.replace('ada@example.com', 'eve@example.com'));
    expect(reader.prove(secret, changed, headers, now)).toBe('forged');
    expect(reader.prove(secret, Buffer.from(`${sent} `), headers, now)).toBe('forged');
  },
);

describe('a time that is signed', () => {
  test.each([
    ['calendly', 'calendly-webhook-signature', 'v1', 25.9, 26.1],
    ['oncehub', 'oncehub-signature', 's', 79.9, 80.1],
  ] as const)('%s may be so many hours old and no more', (...row) => {
    const [kind, header, entry, young, old] = row;
    const { prove } = sourceReaders[kind];
    const at = (hours: number) =>
      prove(
        'k'.repeat(32),
        Buffer.from(body),
        { [header]: timedSignature(entry, 'k'.repeat(32), body, hoursAgo(hours)) },
        now,
      );
    expect(at(0)).toBe('genuine');
    expect(at(young)).toBe('genuine');
    expect(at(old)).toBe('too_old');
    expect(at(-1)).toBe('too_old');
  });

  test('of Calendly counts though its header is in another order, and an old one is told apart from a forged one', () => {
    const secret = 'signing-key-of-ours';
    const [time, signature] = timedSignature('v1', secret, body, hoursAgo(30)).split(',');
    const source = { kind: 'calendly' as const, secrets: [secret], recordIdParameter: null };
    const admit = (header: string) => () =>
      admitEvent(
        sourceReaders.calendly,
        source,
        { rawBody: Buffer.from(body), headers: { 'calendly-webhook-signature': header } },
        now,
      );
    expect(admit(`${signature},${time}`)).toThrow(
      expect.objectContaining({ code: 'signature_too_old', status: 401 }),
    );
    expect(admit(`${time},v1=${'0'.repeat(64)}`)).toThrow(
      expect.objectContaining({ code: 'signature_refused' }),
    );
    expect(admit(`t=x,${signature}`)).toThrow(expect.objectContaining({ code: 'signature_refused' }));
    expect(admit('no-secret-provided')).toThrow(expect.objectContaining({ code: 'signature_refused' }));
  });

  test('nothing of the body is read before: also what is no JSON is a 401', () => {
    const source = { kind: 'oncehub' as const, secrets: ['s'.repeat(20)], recordIdParameter: null };
    const admit = (): unknown =>
      admitEvent(sourceReaders.oncehub, source, { rawBody: Buffer.from('{{{'), headers: {} }, now);
    expect(admit).toThrow(expect.objectContaining({ status: 401 }));
  });

  test('other parts of a header of Calendly do no harm', () => {
    const secret = 'signing-key-of-ours';
    const text = JSON.stringify(calendlyEvent('invitee.created'));
    const header = `${timedSignature('v1', secret, text, now)},v2=abc`;
    const { prove } = sourceReaders.calendly;
    expect(prove(secret, Buffer.from(text), { 'calendly-webhook-signature': header }, now)).toBe('genuine');
  });
});

describe('Standard Webhooks', () => {
  const { prove, refuseSecret } = sourceReaders['standard-webhooks'];
  // The libraries' own test vector: https://github.com/standard-webhooks/standard-webhooks at b2fa7b87 (17 Aug 2026).
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const vector = Buffer.from('{"test": 2432232314}');
  const at = new Date(1_614_265_330_000);
  const good = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const headers = (signature: string, more: Record<string, string> = {}) => ({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
    ...more,
  });

  test('the vector of the reference libraries is right', () => {
    expect(prove(secret, vector, headers(good), at)).toBe('genuine');
  });

  test('one right signature among several is enough; other versions are passed over', () => {
    const wrong = 'Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
    expect(prove(secret, vector, headers(`v1,${wrong} v2,${wrong} ${good}`), at)).toBe('genuine');
    expect(prove(secret, vector, headers(`v1,${wrong} ${good.replace('v1', 'v1a')}`), at)).toBe('forged');
    expect(prove(secret, vector, headers(''), at)).toBe('forged');
  });

  test.each([
    [299, 'genuine'],
    [301, 'too_old'],
    [-299, 'genuine'],
    [-301, 'too_old'],
  ])('%s seconds later it is %s', (seconds, proof) => {
    expect(prove(secret, vector, headers(good), new Date(at.getTime() + seconds * 1000))).toBe(proof);
  });

  test('the id and the time are signed too', () => {
    expect(prove(secret, vector, headers(good, { 'webhook-id': 'msg_other' }), at)).toBe('forged');
    expect(prove(secret, vector, headers(good, { 'webhook-timestamp': '1614265331' }), at)).toBe('forged');
  });

  test.each(['secret', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_!!!!', `whpk_${'A'.repeat(44)}`])(
    '"%s" is no secret',
    (given) => {
      expect(refuseSecret(given)).toMatch(/whsec_/);
      const signature = createHmac('sha256', given).update('x').digest('base64');
      expect(prove(given, vector, headers(`v1,${signature}`), at)).toBe('forged');
    },
  );
});
