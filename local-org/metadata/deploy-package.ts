// TRIP: a deploy. Read the package → delete what comes first → apply component by component in the order in which they
// need each other → delete what comes last → one message per component. One transaction: a deploy that fails, or that
// only checks, leaves schema, records and components as they were.

import type { Engine } from '../org/engine.ts';
import { orgError } from '../org/errors.ts';
import { followApps } from './app-records.ts';
import { applyComponents } from './apply-components.ts';
import type { ComponentStore, StoredComponent } from './component-store.ts';
import { failure } from './deploy-messages.ts';
import type { Change, DeployWork } from './deploy-work.ts';
import { useRules, useSchema } from './live-schema.ts';
import type { SchemaParts } from './live-schema.ts';
import type { Manifest } from './manifest.ts';
import type { DeployMessage, DeployOptions, DeployOutcome, PackageFiles } from './org-metadata.ts';
import { readPackage } from './read-package.ts';
import type { Component, PackageContents } from './read-package.ts';
import { removeComponents } from './remove-components.ts';
import type { SourceMembers } from './source-members.ts';
import { childTypeByName } from './metadata-types.ts';
import { followPermissionSets } from './list-components.ts';
import { withoutPlaces } from './xml-tree.ts';
import type { XmlElement } from './xml-tree.ts';

export type DeployParts = {
  engine: Engine;
  components: ComponentStore;
  schema: SchemaParts;
  members: SourceMembers;
};

class RollBack extends Error {}

export function deployPackage(
  parts: DeployParts,
  userId: string,
  files: PackageFiles,
  options: DeployOptions,
): DeployOutcome {
  const { engine, components, members } = parts;
  if (!mayDeploy(engine, userId)) {
    throw orgError(
      403,
      'INSUFFICIENT_ACCESS',
      'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  }
  const contents = withKnownNames(engine, readPackage(files));
  components.settle();
  followPermissionSets(engine, components);
  const before = {
    schema: engine.schema,
    rules: engine.rules,
    mark: components.mark(),
    prefixes: prefixesOf(parts),
  };
  let outcome: DeployOutcome | undefined;
  try {
    return engine.records.transaction(() => {
      const { messages, changes } = run(parts, userId, contents, options);
      outcome = outcomeOf(messages, contents, options);
      const mustGo =
        options.checkOnly || (!outcome.success && (options.rollbackOnError || outcome.deployed === 0));
      if (mustGo) throw new RollBack();
      members.note(changes, userId);
      return outcome;
    });
  } catch (error) {
    components.undoTo(before.mark);
    restorePrefixes(parts, before.prefixes);
    engine.schema = before.schema;
    engine.rules = before.rules;
    engine.records.setObjects(before.schema.objects());
    if (error instanceof RollBack && outcome !== undefined) return outcome;
    throw error;
  }
}

function mayDeploy(engine: Engine, userId: string): boolean {
  const rights = engine.access.of(userId);
  return rights.has('ModifyAllData') || rights.has('ModifyMetadata');
}

function run(
  { engine, components, schema }: DeployParts,
  userId: string,
  contents: PackageContents,
  options: DeployOptions,
): { messages: DeployMessage[]; changes: Change[] } {
  const messages: DeployMessage[] = [...contents.problems];
  const changes: Change[] = [];
  const arriving = new Set(contents.components.map(keyOf));
  let leaving = new Set<string>();
  const work: DeployWork = {
    engine,
    components,
    userId,
    options,
    isConsumerKeyTaken: (key) => engine.settings.isConsumerKeyTaken?.(key) === true,
    isLeaving: (type, fullName) => leaving.has(keyOf({ type, fullName })),
    isArriving: (type, fullName) => arriving.has(keyOf({ type, fullName })),
    keep: (component) => keep(components, engine, userId, component, changes),
    forget(stored) {
      components.remove(stored.type, stored.fullName);
      changes.push({ type: stored.type, fullName: stored.fullName, what: 'deleted' });
    },
  };
  const use = {
    schema: () => useSchema(engine, schema),
    rules: () => useRules(engine),
  };
  const remove = (manifest: Manifest, fileName: string) => {
    leaving = new Set(keysIn(manifest));
    messages.push(...removeComponents(work, manifest, fileName, use));
  };
  remove(contents.deleteBefore, 'destructiveChangesPre.xml');
  messages.push(...applyComponents(work, contents.components, use, arriving));
  remove(contents.deleteAfter, 'destructiveChangesPost.xml');
  followApps(engine, components);
  const changed = new Set(changes.map(keyOf));
  for (const { type, fullName } of contents.components) {
    const key = keyOf({ type, fullName });
    // Tracking tells of every deployed component, of an unchanged one too.
    if (arriving.has(key) && !changed.has(key)) changes.push({ type, fullName, what: 'changed' });
  }
  return { messages, changes };
}

function keep(
  components: ComponentStore,
  engine: Engine,
  userId: string,
  component: Component,
  changes: Change[],
): StoredComponent {
  const { type, fullName, fileName } = component;
  const known = components.get(type, fullName);
  const now = engine.now().toISOString();
  const stored: StoredComponent = {
    type,
    fullName: known?.fullName ?? fullName,
    fileName: known?.fileName ?? fileName,
    id: known?.id ?? components.newId(type),
    body: component.body === null ? null : withNameOf(known, withoutPlaces(component.body)),
    files: Object.fromEntries(
      [...component.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]),
    ),
    createdById: known?.createdById ?? userId,
    createdDate: known?.createdDate ?? now,
    lastModifiedById: userId,
    lastModifiedDate: now,
  };
  components.put(stored);
  changes.push({ type, fullName: stored.fullName, what: known === undefined ? 'created' : 'changed' });
  return stored;
}

function keyOf({ type, fullName }: { type: string; fullName: string }): string {
  return `${type}/${fullName.toLowerCase()}`;
}

function keysIn(manifest: Manifest): string[] {
  return [...manifest.types].flatMap(([type, names]) => names.map((fullName) => keyOf({ type, fullName })));
}

/** A name in another case is the same name: it keeps the case it has. */
function withNameOf(known: StoredComponent | undefined, body: XmlElement): XmlElement {
  if (known === undefined || childTypeByName(known.type) === undefined) return body;
  const fullName = known.fullName.slice(known.fullName.indexOf('.') + 1);
  const children = body.children.map((child) =>
    child.name === 'fullName' ? { ...child, text: fullName } : child,
  );
  return { ...body, children };
}

/** Children of an object that is there under a name in another case are children of that object. */
function withKnownNames({ schema }: Engine, contents: PackageContents): PackageContents {
  const nameOf = (type: string, fullName: string) => {
    const parent = childTypeByName(type)?.parent.name ?? type;
    if (parent !== 'CustomObject') return fullName;
    const [objectName = '', ...rest] = fullName.split('.');
    return [schema.find(objectName)?.name ?? objectName, ...rest].join('.');
  };
  const inManifest = ({ types, version }: Manifest): Manifest => ({
    version,
    types: new Map([...types].map(([type, names]) => [type, names.map((name) => nameOf(type, name))])),
  });
  return {
    ...contents,
    components: contents.components.map((one) => ({ ...one, fullName: nameOf(one.type, one.fullName) })),
    deleteBefore: inManifest(contents.deleteBefore),
    deleteAfter: inManifest(contents.deleteAfter),
  };
}

function outcomeOf(
  messages: DeployMessage[],
  contents: PackageContents,
  options: DeployOptions,
): DeployOutcome {
  const errors = messages.filter((message) => !message.success).length;
  const about = messages.filter((message) => message.componentType !== '');
  const deployed = about.filter((message) => message.success).length;
  const isPartial = errors > 0 && !options.rollbackOnError && deployed > 0;
  const packageMessage =
    contents.version === '' && contents.problems.some((problem) => problem.fullName === 'package.xml')
      ? []
      : [manifestMessage()];
  return {
    status: errors === 0 ? 'Succeeded' : isPartial ? 'SucceededPartial' : 'Failed',
    success: errors === 0,
    errorMessage: null,
    errorStatusCode: null,
    messages: [...messages, ...packageMessage],
    total: about.length,
    deployed,
    errors,
  };
}

/** The list itself is a file of the package too. */
function manifestMessage(): DeployMessage {
  const subject = { type: '', fullName: 'package.xml', fileName: 'package.xml' };
  return { ...failure(subject, ''), success: true, changed: true, problem: null, problemType: null };
}

function prefixesOf({ schema }: DeployParts): Set<string> {
  return new Set([...schema.keyPrefixes.entries()].map(([name]) => name));
}

function restorePrefixes({ schema }: DeployParts, known: Set<string>) {
  for (const [name] of schema.keyPrefixes.entries()) {
    if (!known.has(name)) schema.keyPrefixes.delete(name);
  }
}
