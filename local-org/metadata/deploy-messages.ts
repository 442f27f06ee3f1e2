// The messages of a deploy: one per component, success or problem.

import type { DeployMessage } from './org-metadata.ts';
import type { Place } from './xml-tree.ts';

export type Subject = { type: string; fullName: string; fileName: string; place?: Place | undefined };

/** Thrown by what applies a component; becomes that component's message. */
export class ComponentProblem extends Error {
  readonly place: Place | undefined;
  constructor(message: string, place?: Place) {
    super(message);
    this.name = 'ComponentProblem';
    this.place = place;
  }
}

function about(subject: Subject): DeployMessage {
  return {
    componentType: subject.type,
    fullName: subject.fullName,
    fileName: subject.fileName,
    success: true,
    changed: false,
    created: false,
    deleted: false,
    id: null,
    problem: null,
    problemType: null,
    lineNumber: null,
    columnNumber: null,
  };
}

export function failure(subject: Subject, problem: string, place?: Place): DeployMessage {
  return {
    ...about(subject),
    success: false,
    problem,
    problemType: 'Error',
    lineNumber: place?.line ?? null,
    columnNumber: place?.column ?? null,
  };
}

export function success(
  subject: Subject,
  what: 'created' | 'changed' | 'unchanged' | 'deleted',
  id: string | null,
): DeployMessage {
  return {
    ...about(subject),
    created: what === 'created',
    changed: what === 'created' || what === 'changed' || what === 'deleted',
    deleted: what === 'deleted',
    id,
  };
}

export function warning(given: DeployMessage, problem: string): DeployMessage {
  return { ...given, problem, problemType: 'Warning' };
}
