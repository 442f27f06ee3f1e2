// One record: its filled fields, the records it points to and the records that point to it.

import type { Html } from './html.ts';
import { html } from './html.ts';
import { conversionForm } from './lead-conversion.ts';
import type { ObjectInfo, Row } from './record-view.ts';
import { describeObject, recordName, recordsPointingTo } from './record-view.ts';
import type { View } from './view-parts.ts';
import { pathTo, recordLink, seenAs, shownValue, table } from './view-parts.ts';

// Where a record of the sales objects can be pointed to from.
const relatedObjects = ['Event', 'Booking__c', 'Contact', 'Case', 'Opportunity', 'Task'];
const systemField = /^(Created|LastModified|SystemModstamp|LastViewed|LastReferenced|IsDeleted|Id$)/;

export function recordPage(view: View, info: ObjectInfo, row: Row, recordId: string): Html {
  const fields = info.fields.toSorted(
    (a, b) => Number(systemField.test(a.name)) - Number(systemField.test(b.name)),
  );
  const filled = fields.filter((field) => row[field.name] !== null && row[field.name] !== undefined);
  const empty = fields.filter((field) => !filled.includes(field));
  return html`<main class="wide">
    ${pathTo(view, info)}
    <h1>${info.label}: ${recordName(view.site.org, view.actor, info.name, recordId)}</h1>
    ${relatedRecords(view, info, recordId)} ${conversionForm(view, info, row, recordId)}
    ${table(
      ['Field', 'Value'],
      filled.map(
        (field) =>
          html`<tr>
            <th scope="row">${field.label}<br /><code class="api">${field.name}</code></th>
            <td class="long">${shownValue(view, field, row[field.name])}</td>
          </tr>`,
      ),
    )}
    ${
      empty.length > 0 &&
      html`<details>
        <summary>${empty.length} empty fields</summary>
        <p class="quiet">${empty.map((field) => field.label).join(', ')}</p>
      </details>`
    }
    ${seenAs(view)}
  </main>`;
}

function relatedRecords(view: View, info: ObjectInfo, recordId: string): Html {
  const lists = relatedObjects.flatMap((name) => {
    const child = describeObject(view.site.org, view.actor, name);
    const ids =
      child === undefined ? [] : recordsPointingTo(view.site.org, view.actor, child, info.name, recordId);
    return child === undefined || ids.length === 0 ? [] : [{ child, ids }];
  });
  return html`${lists.map(
    ({ child, ids }) =>
      html`<p>
        ${child.labelPlural}:
        ${ids.map((id, at) => html`${at > 0 && ', '}${recordLink(view, child.name, id)}`)}
      </p>`,
  )}`;
}
