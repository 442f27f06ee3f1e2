// The pages know the set-up by a schema of their own; it must hold whatever the connector's holds. And two admins' changes of
// one set-up: what differs, what collides, and that putting them together loses nothing.
import { describe, expect, test } from '@jest/globals';
import { defaultSetUp } from '../connector/setup/default-set-up.ts';
import { rulesSchema, setUpSchema } from '../connector/setup/set-up-document.ts';
import { applyLines, diffSetUps, mergeSetUps } from '../connector/web/setup/draft/set-up-diff.ts';
import { setUpDocument } from '../connector/web/setup/set-up-document.ts';
import type { SetUp } from '../connector/web/setup/set-up-document.ts';

const base = (): SetUp => setUpDocument.parse(defaultSetUp());
const rebel: SetUp = {
  ...base(),
  overrides: [
    {
      eventType: 'source.with.dots:intro',
      name: 'Intro',
      owner: { kind: 'user', id: '005000000000001AAA', name: 'Ana' },
      recordTypes: { Lead: null },
    },
  ],
  recordIdParameter: 'sfid',
};

describe('the set-up in the pages', () => {
  test('is the connector’s own, nothing left out', () => {
    expect(setUpDocument.parse(defaultSetUp())).toEqual(setUpSchema.parse(defaultSetUp()));
    expect(setUpSchema.parse(rebel)).toEqual(rebel);
    expect(Object.keys(setUpDocument.shape.rules.shape)).toEqual(Object.keys(rulesSchema.shape));
  });

  test('differs by rows, rules, exceptions and the name of the record id', () => {
    const after = applyLines(rebel, [
      { path: 'fields.Lead.Phone', before: null, after: null },
      { path: 'rules.match.tie', before: 'latest', after: 'park' },
    ]);
    const paths = diffSetUps(base(), after).map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
      'fields.Lead.Phone',
      'overrides.source.with.dots:intro',
      'recordIdParameter',
      'rules.match.tie',
    ]);
  });

  test('put together from its differences is the same again', () => {
    expect(applyLines(base(), diffSetUps(base(), rebel))).toEqual(rebel);
    expect(applyLines(rebel, diffSetUps(rebel, base()))).toEqual(base());
  });

  test('changed by two people collides only where both chose something else', () => {
    const mine = applyLines(base(), [
      { path: 'rules.match.tie', before: 'latest', after: 'park' },
      { path: 'rules.duplicates', before: 'use_match', after: 'park' },
    ]);
    const theirs = applyLines(base(), [
      { path: 'rules.match.tie', before: 'latest', after: 'oldest' },
      { path: 'rules.duplicates', before: 'use_match', after: 'park' },
      { path: 'recordIdParameter', before: null, after: 'sfid' },
    ]);
    const merge = mergeSetUps(base(), mine, theirs);
    expect(merge.collisions).toEqual([
      { path: 'rules.match.tie', before: 'latest', mine: 'park', theirs: 'oldest' },
    ]);
    expect(applyLines(theirs, merge.mine)).toMatchObject({
      recordIdParameter: 'sfid',
      rules: { duplicates: 'park', match: { tie: 'park' } },
    });
  });
});
