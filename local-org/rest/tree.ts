// POST /composite/tree/{sObject}: records with their children, in one transaction.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm (2026-03-12)

import { isOrgError, orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import type { RestAnswer, RestCall } from './answer.ts';
import { isRecord } from './answer.ts';
import { recordError } from './record-results.ts';
import type { RecordError } from './record-results.ts';
import type { ResourceParts } from './resource-parts.ts';

type TreeNode = {
  referenceId: string;
  type: string;
  fields: Record<string, unknown>;
  parent: { node: TreeNode; relationship: string } | null;
  depth: number;
};

type Failure = { referenceId: string; errors: RecordError[] };

const mostRecords = 200;
const mostDepth = 5;
const mostTypes = 5;

export function answerTree(call: RestCall, sObject: string, actor: Actor, parts: ResourceParts): RestAnswer {
  const { org } = parts.site;
  org.basicInfo(actor, sObject);
  const nodes = readTree(call.body, sObject);
  const wrong = findWrong(nodes);
  if (wrong.length > 0) return failed(wrong);

  // Records saved together are not compared by duplicate rules.
  const savedTogether = new Set<string>();
  const none = { allowSave: false, includeRecordDetails: false };
  const writer: Actor = { ...actor, duplicates: { ...(actor.duplicates ?? none), savedTogether } };
  const ids = new Map<TreeNode, string>();
  const failures: Failure[] = [];
  try {
    org.transaction(() => {
      for (const node of nodes) {
        const parentId = node.parent === null ? undefined : ids.get(node.parent.node);
        // A child of a parent that was refused is not tried.
        if (node.parent !== null && parentId === undefined) continue;
        try {
          const link =
            node.parent === null || parentId === undefined
              ? {}
              : {
                  [org.childField(actor, node.parent.node.type, node.parent.relationship, node.type)]:
                    parentId,
                };
          const body = { ...node.fields, ...link };
          parts.beforeWrite({ ...call, segments: ['sobjects', node.type], body });
          const { id } = org.create(writer, node.type, body);
          savedTogether.add(id);
          ids.set(node, id);
        } catch (error) {
          if (!isOrgError(error)) throw error;
          failures.push({ referenceId: node.referenceId, errors: [recordError(error)] });
        }
      }
      if (failures.length > 0) throw new NotAllGood();
    });
  } catch (error) {
    if (!(error instanceof NotAllGood)) throw error;
    return failed(failures);
  }
  const results = nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) }));
  return { status: 201, headers: {}, body: { hasErrors: false, results } };
}

class NotAllGood extends Error {}

function failed(results: Failure[]): RestAnswer {
  return { status: 400, headers: {}, body: { hasErrors: true, results } };
}

/** All records, parents before their children: level by level. */
function readTree(body: unknown, sObject: string): TreeNode[] {
  let level = readLevel(isRecord(body) ? body['records'] : undefined, sObject, null);
  const nodes: TreeNode[] = [];
  while (level.length > 0) {
    nodes.push(...level.map(({ node }) => node));
    level = level.flatMap(({ node, children }) =>
      children.flatMap(({ relationship, records }) => readLevel(records, null, { node, relationship })),
    );
  }
  return nodes;
}

type Children = { relationship: string; records: unknown };

function readLevel(
  records: unknown,
  sObject: string | null,
  parent: TreeNode['parent'],
): { node: TreeNode; children: Children[] }[] {
  if (!Array.isArray(records)) throw orgError(400, 'JSON_PARSER_ERROR', "'records' is a required field.");
  return records.map((record: unknown) => {
    const attributes = isRecord(record) ? record['attributes'] : undefined;
    const referenceId = isRecord(attributes) ? attributes['referenceId'] : undefined;
    const type = isRecord(attributes) ? attributes['type'] : undefined;
    if (!isRecord(record) || typeof referenceId !== 'string' || referenceId === '') {
      throw orgError(403, 'INVALID_INPUT', 'Include a reference ID for each record in the request.');
    }
    if (typeof type !== 'string' || (sObject !== null && type.toLowerCase() !== sObject.toLowerCase())) {
      const message = `Include the type ${sObject ?? 'of each record'} in the attributes of each record.`;
      throw orgError(400, 'INVALID_INPUT', message);
    }
    const children: Children[] = [];
    const fields: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(record)) {
      if (name === 'attributes') continue;
      if (isRecord(value) && Array.isArray(value['records'])) {
        children.push({ relationship: name, records: value['records'] });
      } else fields[name] = value;
    }
    const node = { referenceId, type, fields, parent, depth: (parent?.node.depth ?? 0) + 1 };
    return { node, children };
  });
}

function findWrong(nodes: TreeNode[]): Failure[] {
  const refuse = (node: TreeNode, message: string): Failure => ({
    referenceId: node.referenceId,
    errors: [{ statusCode: 'INVALID_INPUT', message, fields: [] }],
  });
  const excess = nodes[mostRecords];
  if (excess !== undefined) {
    return [refuse(excess, `The request can't contain more than ${mostRecords} records.`)];
  }
  const deep = nodes.find(({ depth }) => depth > mostDepth);
  if (deep !== undefined) return [refuse(deep, `The request can't contain more than ${mostDepth} levels.`)];
  const types = new Set<string>();
  const seen = new Set<string>();
  for (const node of nodes) {
    types.add(node.type.toLowerCase());
    if (types.size > mostTypes) {
      return [refuse(node, `The request can't contain more than ${mostTypes} types of objects.`)];
    }
    if (seen.has(node.referenceId)) {
      return [refuse(node, `Duplicate ReferenceId provided in the request: ${node.referenceId}`)];
    }
    seen.add(node.referenceId);
  }
  return [];
}
