// GET /ui-api/object-info/{object}/picklist-values/{recordTypeId}[/{field}]: the values of picklists for a record type,
// with the places of the controlling values each goes with. The rest of the User Interface API is not here.
// https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_resources_picklist_values.htm

import { createHash } from 'node:crypto';
import type { Actor } from '../org/org.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { methodNotAllowed, notFound, notImplemented } from './answer.ts';
import type { ResourceParts } from './resource-parts.ts';

export function answerPicklistValues(call: RestCall, actor: Actor, parts: ResourceParts): RestAnswer {
  const [, info, sObject, values, recordTypeId, fieldName, ...more] = call.segments;
  if (info !== 'object-info' || values !== 'picklist-values' || more.length > 0)
    throw notImplemented(call.method, call.url);
  if (call.method !== 'GET') throw methodNotAllowed(call.method, 'GET');
  if (sObject === undefined || recordTypeId === undefined) throw notFound();
  const lists = parts.site.org.picklistValues(actor, sObject, recordTypeId);
  const base = `/services/data/v${call.version}/ui-api/object-info/${sObject}/picklist-values/${recordTypeId}`;
  const shown = lists.map(({ name, controllingValues, defaultValue, entries }) => ({
    name,
    list: {
      controllerValues: Object.fromEntries(controllingValues.map((value, place) => [value, place])),
      defaultValue: defaultValue === undefined ? null : entry(defaultValue),
      url: `${base}/${name}`,
      values: entries.map(entry),
    },
  }));
  if (fieldName === undefined) {
    const picklistFieldValues = Object.fromEntries(
      shown.map(({ name, list }) => [name, { ...list, eTag: tagOf(list) }]),
    );
    return {
      status: 200,
      headers: {},
      body: { eTag: tagOf(picklistFieldValues), picklistFieldValues },
    };
  }
  const one = shown.find(({ name }) => name.toLowerCase() === fieldName.toLowerCase());
  if (one === undefined) throw notFound();
  return { status: 200, headers: {}, body: { eTag: tagOf(one.list), ...one.list } };
}

function entry({ label, value, places }: { label: string; value: string; places: number[] }) {
  return { attributes: null, label, validFor: places, value };
}

function tagOf(value: unknown): string {
  return createHash('md5').update(JSON.stringify(value)).digest('hex');
}
