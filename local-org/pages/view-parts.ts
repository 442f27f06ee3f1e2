// Parts the record pages share: who looks at which org, tables, the path above a page, a value with its link.

import type { Actor, OrgUser } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { findSite } from '../site.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { FieldInfo } from './record-view.ts';
import { actorOf, defaultViewer, objectOfId, recordName, text } from './record-view.ts';

export type View = { site: OrgSite; viewer: OrgUser; actor: Actor };

export function findView(sites: readonly OrgSite[], orgId: string): View | undefined {
  const site = findSite(sites, orgId);
  const viewer = site === undefined ? undefined : defaultViewer(site.org);
  return site === undefined || viewer === undefined ? undefined : { site, viewer, actor: actorOf(viewer) };
}

export function recordUrl(localOrigin: string, orgId: string, sObject: string, recordId: string): string {
  return `${localOrigin}/__local/${orgId}/${sObject}/${recordId}`;
}

/** A value as text; the id of another record, also one kept as plain text, as a link with that record's name. */
export function shownValue(view: View, field: FieldInfo, value: unknown): Html | string {
  const mayBeId = field.type === 'reference' || (field.type === 'string' && field.name.endsWith('_Id__c'));
  if (!mayBeId || typeof value !== 'string') return text(value);
  const target = objectOfId(view.site.org, view.actor, value);
  return target === undefined ? value : recordLink(view, target, value);
}

export function recordLink(view: View, sObject: string, recordId: string): Html {
  const { org } = view.site;
  const url = recordUrl('', org.orgId, sObject, recordId);
  return html`<a href="${url}">${recordName(org, view.actor, sObject, recordId)}</a>`;
}

export function pathTo(view: View, object?: { name: string; labelPlural: string }): Html {
  const { org } = view.site;
  return html`<nav aria-label="Path">
    <a href="/__local/">All orgs</a> › <a href="/__local/${org.orgId}">${org.name} (${view.site.label})</a>
    ${object !== undefined && html`› <a href="/__local/${org.orgId}/${object.name}">${object.labelPlural}</a>`}
  </nav>`;
}

export function table(heads: string[], rows: Html[]): Html {
  return html`<div class="scroll" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export function seenAs(view: View): Html {
  return html`<p class="quiet">
    Seen as <code>${view.viewer.username}</code>: fields hidden from this user are not shown.
  </p>`;
}
