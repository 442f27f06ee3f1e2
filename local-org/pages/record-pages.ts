// The pages under /__local/: orgs → objects → records → one record with links to the records it points to.
// They are for the person who tries things out; no login needed. All that can be changed here is a lead: converted.

import express from 'express';
import type { OrgSite } from '../site.ts';
import type { Sites } from '../sites.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { conversionRoutes } from './lead-conversion.ts';
import { roleNames } from './login-page.ts';
import { recordPage } from './record-page.ts';
import type { FieldInfo, ObjectInfo, Row } from './record-view.ts';
import { describeObject, listObjects, readRecord, recentRecords, text } from './record-view.ts';
import { sendPage } from './send-page.ts';
import type { View } from './view-parts.ts';
import { findView, pathTo, recordLink, recordUrl, seenAs, shownValue, table } from './view-parts.ts';

// First in every list: what a booking makes.
const firstObjects = ['Lead', 'Event', 'Booking__c', 'Contact', 'Account', 'Case'];
const columns: Record<string, string[]> = {
  Lead: ['Name', 'Company', 'Email', 'Status', 'LastModifiedDate'],
  Contact: ['Name', 'Email', 'AccountId', 'LastModifiedDate'],
  Account: ['Name', 'Website', 'LastModifiedDate'],
  Case: ['CaseNumber', 'Subject', 'Status', 'LastModifiedDate'],
  Event: ['Subject', 'StartDateTime', 'EndDateTime', 'WhoId', 'Booking_Status__c', 'LastModifiedDate'],
  Booking__c: ['Name', 'Person_Name__c', 'Subject__c', 'Status__c', 'Start__c', 'LastModifiedDate'],
  User: ['Name', 'Username', 'IsActive', 'ProfileId'],
};

export function recordRoutes(sites: Sites): express.Router {
  const router = express.Router();

  router.get('/__local', (_request, response) => {
    sendPage(response, 'Local org', orgsPage(sites.list()));
  });
  router.get('/__local/:orgId', (request, response) => {
    const view = findView(sites.list(), request.params.orgId);
    if (view === undefined) return sendMissing(response);
    return sendPage(response, view.site.org.name, orgPage(view));
  });
  router.get('/__local/:orgId/:sObject', (request, response) => {
    const view = findView(sites.list(), request.params.orgId);
    const info = view && describeObject(view.site.org, view.actor, request.params.sObject);
    if (view === undefined || info === undefined) return sendMissing(response);
    return sendPage(response, info.labelPlural, objectPage(view, info));
  });
  router.get('/__local/:orgId/:sObject/:recordId', (request, response) => {
    const { orgId, sObject, recordId } = request.params;
    const view = findView(sites.list(), orgId);
    const info = view && describeObject(view.site.org, view.actor, sObject);
    const row = view && readRecord(view.site.org, view.actor, sObject, recordId);
    if (view === undefined || info === undefined || row === undefined) return sendMissing(response);
    return sendPage(response, `${info.label} ${recordId}`, recordPage(view, info, row, recordId));
  });
  router.use(conversionRoutes(sites));
  return router;
}

function orgsPage(sites: readonly OrgSite[]): Html {
  return html`<main class="wide">
    <h1>The orgs on this computer</h1>
    ${sites.map(
      (site) =>
        html`<h2><a href="/__local/${site.org.orgId}">${site.org.name}</a> (${site.label})</h2>
          ${objectChips(site)} ${changedLast(site)}
          <p class="quiet">
            ${site.org.edition}, org id <code>${site.org.orgId}</code>, <code>${site.origin}</code>
          </p>`,
    )}
  </main>`;
}

function rank(sObject: string): number {
  const place = firstObjects.indexOf(sObject);
  return place < 0 ? firstObjects.length : place;
}

/** What was changed last in an org, whatever it is: the place to look after a booking. */
function changedLast(site: OrgSite): Html | undefined {
  const view = findView([site], site.org.orgId);
  if (view === undefined) return undefined;
  const changes = ['Lead', 'Event', 'Booking__c', 'Contact'].flatMap((name) => {
    const info = describeObject(site.org, view.actor, name);
    const rows = info === undefined ? [] : recentRecords(site.org, view.actor, info, ['LastModifiedDate'], 3);
    return rows.map((row, place) => ({
      name,
      place,
      label: info?.label,
      id: text(row['Id']),
      at: text(row['LastModifiedDate']),
    }));
  });
  // One booking changes several objects within a second: of that second the newest of each object comes first.
  const newest = changes.toSorted((a, b) => b.at.localeCompare(a.at) || a.place - b.place).slice(0, 6);
  if (newest.length === 0) return html`<p>There is no record here yet.</p>`;
  return table(
    ['Changed last', 'Object', 'When'],
    newest.map(
      ({ name, label, id, at }) =>
        html`<tr>
          <td>${recordLink(view, name, id)}</td>
          <td>${label}</td>
          <td>${at}</td>
        </tr>`,
    ),
  );
}

function objectChips(site: OrgSite, current?: string): Html {
  const view = findView([site], site.org.orgId);
  const visible = new Set(
    view === undefined ? [] : listObjects(site.org, view.actor).map((object) => object.name),
  );
  return html`<ul class="chips">
    ${firstObjects
      .filter((name) => visible.has(name))
      .map(
        (name) =>
          html`<li>
            <a
              href="/__local/${site.org.orgId}/${name}"
              ${name === current && { html: 'aria-current="page"' }}
              >${name === 'Booking__c' ? 'Booking' : name}</a
            >
          </li>`,
      )}
  </ul>`;
}

function orgPage(view: View): Html {
  const { org } = view.site;
  const counts = org.recordCounts();
  const objects = listObjects(org, view.actor).toSorted(
    (a, b) => rank(a.name) - rank(b.name) || a.label.localeCompare(b.label),
  );
  const base = `/__local/${org.orgId}`;
  return html`<main class="wide">
    <nav aria-label="Path"><a href="/__local/">All orgs</a></nav>
    <h1>${org.name} (${view.site.label})</h1>
    ${objectChips(view.site)}
    <h2>Objects</h2>
    ${table(
      ['Object', 'API name', 'Records'],
      objects.map(
        (object) =>
          html`<tr>
            <td><a href="${base}/${object.name}">${object.label}</a></td>
            <td><code>${object.name}</code></td>
            <td class="number">${counts[object.name] ?? 0}</td>
          </tr>`,
      ),
    )}
    <h2>Users</h2>
    ${table(
      ['Who', 'Name', 'Username', 'Password', 'Profile', 'State'],
      org.users().map(
        (user) =>
          html`<tr>
            <td>${roleNames[user.role]}</td>
            <td><a href="${base}/User/${user.id}">${user.name}</a></td>
            <td><code>${user.username}</code></td>
            <td><code>${user.password}</code></td>
            <td>${user.profileName}</td>
            <td>${user.isFrozen ? 'frozen' : user.isActive ? 'active' : 'inactive'}</td>
          </tr>`,
      ),
    )}
    ${seenAs(view)}
  </main>`;
}

function objectPage(view: View, info: ObjectInfo): Html {
  const fields = columnsOf(info);
  const rows = recentRecords(
    view.site.org,
    view.actor,
    info,
    fields.map((field) => field.name),
    200,
  );
  return html`<main class="wide">
    ${pathTo(view)}
    <h1>${info.labelPlural}</h1>
    ${objectChips(view.site, info.name)}
    ${
      rows.length === 0
        ? html`<p>There is no record here yet.</p>`
        : table(
            fields.map((field) => field.label),
            rows.map(
              (row) =>
                html`<tr>
                  ${fields.map((field, at) => cell(view, info, row, field, at === 0))}
                </tr>`,
            ),
          )
    }
    ${rows.length === 200 && html`<p class="quiet">The 200 changed last.</p>`} ${seenAs(view)}
  </main>`;
}

function columnsOf(info: ObjectInfo): FieldInfo[] {
  const wanted = columns[info.name] ?? [
    ...info.fields.filter((field) => field.nameField).map((field) => field.name),
    'Id',
    ...info.fields.filter((field) => field.name.endsWith('__c')).map((field) => field.name),
    'LastModifiedDate',
  ];
  const found = wanted.flatMap((name) => info.fields.find((field) => field.name === name) ?? []);
  return found.slice(0, 7);
}

function cell(view: View, info: ObjectInfo, row: Row, field: FieldInfo, isFirst: boolean): Html {
  const value = row[field.name];
  if (!isFirst) return html`<td>${shownValue(view, field, value)}</td>`;
  const id = text(row['Id']);
  return html`<td>
    <a href="${recordUrl('', view.site.org.orgId, info.name, id)}">${text(value) || id}</a>
  </td>`;
}

function sendMissing(response: express.Response): void {
  const body = html`<main class="card">
    <h1>Nothing here</h1>
    <p>There is no such org, object or record, or the API user may not see it.</p>
    <p><a href="/__local/">All orgs</a></p>
  </main>`;
  sendPage(response, 'Not found', body, 404);
}
