// createMetadata, updateMetadata, upsertMetadata, deleteMetadata: up to ten components, each turned into a deploy of its
// own, so that one can fail without the others, as Salesforce does it.
// https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_createMetadata.htm (2026-11-23)

import type { DeployOutcome, PackageFiles } from '../metadata/org-metadata.ts';
import { isOrgError, orgError } from '../org/errors.ts';
import type { Actor } from '../org/org.ts';
import type { OrgSite } from '../site.ts';
import { writeComponentFile } from './component-files.ts';
import { writeElement } from './component-reads.ts';
import { escapeXml, textOf } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

type Verb = 'create' | 'update' | 'upsert';
type Component = { type: string; fullName: string; element: XmlElement };

const mostWritten = 10;

export function createComponents(site: OrgSite, actor: Actor, elements: XmlElement[]): XmlValue {
  return write(site, actor, elements, 'create');
}

export function updateComponents(site: OrgSite, actor: Actor, elements: XmlElement[]): XmlValue {
  return write(site, actor, elements, 'update');
}

export function upsertComponents(site: OrgSite, actor: Actor, elements: XmlElement[]): XmlValue {
  return write(site, actor, elements, 'upsert');
}

function write(site: OrgSite, actor: Actor, elements: XmlElement[], verb: Verb): XmlValue {
  refuseMany(elements.length);
  const components = elements.map(readComponent);
  return components.map((component) => writeOne(site, actor, component, verb));
}

function readComponent(element: XmlElement): Component {
  const type = (element.attributes['xsi:type'] ?? '').replace(/^\w+:/, '');
  if (type === '')
    throw orgError(
      500,
      'INVALID_TYPE',
      'Must specify a {http://www.w3.org/2001/XMLSchema-instance}type attribute value for the {http://soap.sforce.com/2006/04/metadata}metadata element',
    );
  const fullName = textOf(element, 'fullName') ?? '';
  if (fullName === '') throw orgError(500, 'REQUIRED_FIELD_MISSING', 'Must specify a non-empty fullName');
  return { type, fullName, element };
}

function writeOne(site: OrgSite, actor: Actor, component: Component, verb: Verb): XmlValue {
  const { type, fullName, element } = component;
  const isThere = site.org.metadata.list(type).some((one) => one.fullName === fullName);
  if (verb === 'create' && isThere) {
    const message = `There is already a component of type ${type} named ${fullName}.`;
    return saveResult(fullName, { statusCode: 'DUPLICATE_DEVELOPER_NAME', message });
  }
  if (verb === 'update' && !isThere) {
    const message = `In field: fullName - no ${type} named ${fullName} found`;
    return saveResult(fullName, { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message });
  }
  const inner = element.children.filter(({ name }) => name !== 'fullName').map(writeElement);
  const file = writeComponentFile(site, type, fullName, inner.join(''));
  if (file === undefined) {
    throw orgError(501, 'NOT_IMPLEMENTED', `The local org does not write ${type} in this way; deploy it.`);
  }
  const text = packageXml(actor, [{ type, fullName }]);
  const problem = deploy(site, actor, [
    ['package.xml', text],
    [file.path, file.xml],
  ]);
  return saveResult(fullName, problem, verb === 'upsert' ? { created: !isThere } : {});
}

export function deleteComponents(site: OrgSite, actor: Actor, type: string, fullNames: string[]): XmlValue {
  refuseMany(fullNames.length);
  return fullNames.map((fullName) => {
    if (!site.org.metadata.list(type).some((one) => one.fullName === fullName)) {
      const message = `no ${type} named ${fullName} found`;
      return saveResult(fullName, { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message });
    }
    const problem = deploy(site, actor, [
      ['package.xml', packageXml(actor, [])],
      ['destructiveChanges.xml', packageXml(actor, [{ type, fullName }])],
    ]);
    return saveResult(fullName, problem);
  });
}

type Problem = { statusCode: string; message: string };

function deploy(site: OrgSite, actor: Actor, texts: [path: string, text: string][]): Problem | undefined {
  const files: PackageFiles = new Map(texts.map(([path, text]) => [path, Buffer.from(text)]));
  const options = {
    checkOnly: false,
    rollbackOnError: true,
    ignoreWarnings: true,
    purgeOnDelete: false,
    testLevel: null,
  };
  try {
    return problemOf(site.org.metadata.deploy(actor, files, options));
  } catch (error) {
    if (isOrgError(error)) return { statusCode: error.errorCode, message: error.message };
    throw error;
  }
}

function problemOf(outcome: DeployOutcome): Problem | undefined {
  if (outcome.success) return undefined;
  const problem = outcome.messages.find(({ success }) => !success)?.problem;
  return {
    statusCode: outcome.errorStatusCode ?? 'FIELD_INTEGRITY_EXCEPTION',
    message: problem ?? outcome.errorMessage ?? 'The component could not be saved.',
  };
}

function saveResult(
  fullName: string,
  problem: Problem | undefined,
  more: { created?: boolean } = {},
): XmlValue {
  return {
    ...more,
    ...(problem === undefined
      ? {}
      : { errors: { message: problem.message, statusCode: problem.statusCode } }),
    fullName,
    success: problem === undefined,
  };
}

function packageXml(actor: Actor, members: { type: string; fullName: string }[]): string {
  const types = members.map(
    ({ type, fullName }) =>
      `<types><members>${escapeXml(fullName)}</members><name>${escapeXml(type)}</name></types>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types.join('')}<version>${actor.version}</version></Package>`;
}

function refuseMany(count: number) {
  if (count > mostWritten) {
    throw orgError(
      500,
      'LIMIT_EXCEEDED',
      `record limit reached. cannot submit more than ${mostWritten} records into this operation`,
    );
  }
}
