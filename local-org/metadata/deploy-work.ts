// What the stages of one deploy share.

import type { Engine } from '../org/engine.ts';
import type { Component } from './read-package.ts';
import type { ComponentStore, StoredComponent } from './component-store.ts';
import type { DeployOptions } from './org-metadata.ts';

export type Change = { type: string; fullName: string; what: 'created' | 'changed' | 'deleted' };

export type DeployWork = {
  engine: Engine;
  components: ComponentStore;
  userId: string;
  options: DeployOptions;
  /** A consumer key that any org of this installation has. */
  isConsumerKeyTaken(key: string): boolean;
  /** Deleted later in this deploy. */
  isLeaving(type: string, fullName: string): boolean;
  /** Part of this deploy, and not failed so far. */
  isArriving(type: string, fullName: string): boolean;
  keep(component: Component): StoredComponent;
  forget(stored: StoredComponent): void;
};
