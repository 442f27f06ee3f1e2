// Org settings: a file changes the settings it names and leaves the others of its kind.

import { isKnownType } from './check-elements.ts';
import type { ComponentStore, StoredComponent } from './component-store.ts';
import { ComponentProblem } from './deploy-messages.ts';
import type { DeployWork } from './deploy-work.ts';
import type { Component } from './read-package.ts';
import { textOf } from './xml-tree.ts';

export function applySettings(
  _work: DeployWork,
  component: Component,
  before: StoredComponent | undefined,
): Component {
  if (!isKnownType(`${component.fullName}Settings`))
    throw new ComponentProblem('Not available for deploy for this organization', component.place);
  if (before?.body == null || component.body === null) return component;
  const given = new Set(component.body.children.map((child) => child.name));
  const kept = before.body.children.filter((child) => !given.has(child.name));
  return { ...component, body: { ...component.body, children: [...kept, ...component.body.children] } };
}

export function readSetting(components: ComponentStore, name: string, key: string): string | undefined {
  const body = components.get('Settings', name)?.body;
  return body == null ? undefined : textOf(body, key);
}
