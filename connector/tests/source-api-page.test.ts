// The page for people about the generic API says what its OpenAPI document says.
import { expect, test } from '@jest/globals';
import { describeApiPage } from '../bookings/sources/api-page.ts';
import { describeGenericSource } from '../bookings/sources/generic-openapi.ts';
import { genericSchema, genericTypes } from '../bookings/sources/generic.ts';

const page = describeApiPage(describeGenericSource('https://bookings.example'), '/webhooks/openapi.json');

test('names every field and every type of event, and where to send them', () => {
  for (const field of Object.keys(genericSchema.shape)) expect(page).toContain(`<code>${field}</code>`);
  for (const field of ['person.email', 'guests[].email', 'eventType.id', 'utm.source', 'answers[].key'])
    expect(page).toContain(`<code>${field}</code>`);
  for (const type of genericTypes) expect(page).toContain(type);
  expect(page).toContain('POST https://bookings.example/webhooks/{workspaceId}/{sourceId}');
  expect(page).toContain('href="/webhooks/openapi.json"');
});

test('loads nothing from elsewhere and runs nothing', () => {
  expect(page).not.toMatch(/<script|src=|url\(|@import|\bon\w+=/);
  expect([...page.matchAll(/href="([^"]+)"/g)].every(([, href]) => href?.startsWith('/') === true)).toBe(
    true,
  );
});
