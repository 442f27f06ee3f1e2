// A set-up as a file: out and in again unchanged, and one sentence for each way in which a file can be wrong.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAppError } from '../errors.ts';
import { moveSources } from '../setup/carry-over/move-sources.ts';
import { readSetUpFile, writeSetUpFile } from '../setup/carry-over/set-up-file.ts';
import { defaultSetUp } from '../setup/default-set-up.ts';
import { compareSetUps } from '../setup/set-up-difference.ts';
import { fixedTo, rowTo, setUpWith } from './setup-builders.ts';

const org = { id: '00D000000000001AAA', name: 'Acme', kind: 'sandbox' };
const sources = [{ id: 's1', kind: 'cal-com', name: 'Cal.com' }];
const fileOf = (setUp = defaultSetUp()): string =>
  writeSetUpFile({ exportedAt: '2027-01-01T00:00:00.000Z', org, sources, setUp });

describe('a file', () => {
  test('comes back as it went out', () => {
    const setUp = setUpWith(({ fields, rules }) => {
      fields.Lead.push(rowTo('Bio__c', fixedTo('"; } \\ عربى 😀')));
      rules.unknownPerson = 'contact';
    });
    expect(readSetUpFile(fileOf(setUp))).toEqual({
      org,
      sources,
      setUp,
      exportedAt: '2027-01-01T00:00:00.000Z',
      skipped: [],
    });
  });

  test('saved by an editor with other line ends and a mark at its front is the same', () => {
    const text = `\uFEFF${fileOf().replaceAll('\n', '\r\n')}`;
    expect(readSetUpFile(text).setUp).toEqual(defaultSetUp());
  });

  test.each([
    ['import_empty', () => ' \n'],
    ['import_cut', (whole: string) => whole.slice(0, whole.length / 2)],
    ['import_not_json', (whole: string) => whole.replace('"setUp":', '"setUp"')],
    ['import_not_json', () => 'FirstName,LastName\n'],
    ['import_other_format', () => '{"hello": 1}'],
    ['import_other_format', () => '[]'],
    ['import_other_format', () => 'null'],
    ['import_newer_version', (whole: string) => whole.replace('"version": 1', '"version": 2')],
    ['import_old_version', (whole: string) => whole.replace('"version": 1', '"version": 0')],
    ['import_without_version', (whole: string) => whole.replace('"version": 1,', '')],
    ['import_unreadable', (whole: string) => whole.replace('"latest"', '"newest"')],
    ['import_too_large', (whole: string) => whole.replace('"latest"', JSON.stringify('x'.repeat(2_000_001)))],
  ])('is refused as %s', (code, change) => {
    const refused = refusalOf(change(fileOf()));
    expect(refused).toMatchObject({ code, status: 422, fix: expect.stringMatching(/\w/) });
  });

  test('changed by hand is told where', () => {
    const { fields } = refusalOf(fileOf().replace('"latest"', '"newest"')) ?? {};
    expect(Object.keys(fields ?? {})).toEqual(['rules.match.tie']);
  });

  test('with parts that nobody knows is read without them, and they are named', () => {
    const text = fileOf()
      .replace('"fields": {', '"fields": { "Opportunity": [],')
      .replace('"rules": {', '"rules": { "futureRule": true,');
    const read = readSetUpFile(text);
    expect(read.skipped).toEqual(['fields.Opportunity', 'rules.futureRule']);
    expect(read.setUp).toEqual(defaultSetUp());
  });

  test('of any kind is read as a whole or refused with a code, and nothing else', () => {
    const whole = fileOf();
    const cut = fc.nat(whole.length).map((at) => whole.slice(0, at));
    const hurt = fc
      .tuple(fc.nat(whole.length - 1), fc.string({ minLength: 1, maxLength: 3 }))
      .map(([at, more]) => whole.slice(0, at) + more + whole.slice(at + 1));
    const outcome = (text: string): string => {
      const refused = refusalOf(text);
      if (refused) return refused.code.slice(0, 7);
      return Object.keys(readSetUpFile(text).setUp).toSorted().join(' ');
    };
    const possible = ['import_', Object.keys(defaultSetUp()).toSorted().join(' ')];
    fc.assert(
      fc.property(fc.oneof(cut, hurt, fc.string(), fc.json()), (text) => {
        expect(possible).toContain(outcome(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('event types of a file from elsewhere', () => {
  const withOverride = setUpWith(
    ({ overrides }) => void overrides.push({ eventType: 's1:demo:2', name: 'Demo' }),
  );
  const typesOf = (ours: typeof sources): string[] =>
    moveSources(withOverride, sources, ours).overrides.map(({ eventType }) => eventType);

  test('go to the tool of the same kind and name', () => {
    expect(typesOf([{ id: 's9', kind: 'cal-com', name: 'Cal.com' }])).toEqual(['s9:demo:2']);
  });

  test('stay as they are where no tool, or more than one, is the same', () => {
    const same = { id: 's9', kind: 'cal-com', name: 'Cal.com' };
    expect(typesOf([])).toEqual(['s1:demo:2']);
    expect(typesOf([same, { ...same, id: 's8' }])).toEqual(['s1:demo:2']);
    expect(typesOf([...sources, same])).toEqual(['s1:demo:2']);
  });
});

describe('the difference of two set-ups', () => {
  test('names each thing once, with both values, and says nothing of order', () => {
    const after = setUpWith(({ fields, rules }) => {
      fields.Lead = fields.Lead.filter(({ target }) => target !== 'Phone').toReversed();
      rules.lead.ownerOfNew = { kind: 'assignment_rules' };
      rules.match.order = ['lead_email'];
    });
    expect(compareSetUps(defaultSetUp(), after).map(({ path }) => path)).toEqual([
      'fields.Lead.Phone',
      'rules.match.order',
      'rules.lead.ownerOfNew',
    ]);
    expect(compareSetUps(after, after)).toEqual([]);
  });
});

function refusalOf(text: string): { code: string; fields: Record<string, string> | undefined } | null {
  try {
    readSetUpFile(text);
    return null;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}
