// SOAP envelopes: what a request asks for, and how a result or a fault goes out.

import { orgError } from '../org/errors.ts';
import { childOf, escapeXml, parseXml, textOf, writeXml, XmlText } from './xml.ts';
import type { XmlElement, XmlValue } from './xml.ts';

export type SoapApi = 'metadata' | 'partner';

export type SoapRequest = { operation: string; args: XmlElement; sessionId: string | undefined };

export type SoapFault = {
  /** As Salesforce writes it, prefix included: `sf:INVALID_SESSION_ID`, `soapenv:Client`. */
  code: string;
  message: string;
  /** The element of the detail, which only the partner API sends. */
  detail?: 'UnexpectedErrorFault' | 'LoginFault' | 'InvalidIdFault';
};

const namespaces: Record<SoapApi, string> = {
  metadata: 'http://soap.sforce.com/2006/04/metadata',
  partner: 'urn:partner.soap.sforce.com',
};
const faultNamespaces: Record<SoapApi, string> = {
  metadata: 'http://soap.sforce.com/2006/04/metadata',
  partner: 'urn:fault.partner.soap.sforce.com',
};

/** Throws an OrgError with the code of a client's fault when the body is no envelope with one operation in it. */
export function readEnvelope(text: string): SoapRequest {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    throw clientFault(error instanceof Error ? error.message : 'The document could not be read.');
  }
  if (root.name !== 'Envelope')
    throw clientFault(`unexpected element, expected Envelope, found ${root.name}`);
  const body = childOf(root, 'Body');
  const [args] = body?.children ?? [];
  if (args === undefined) throw clientFault('The Body has no operation.');
  const header = childOf(root, 'Header');
  const session = header === undefined ? undefined : childOf(header, 'SessionHeader');
  const sessionId = session === undefined ? undefined : textOf(session, 'sessionId');
  return { operation: args.name, args, sessionId };
}

export function clientFault(message: string) {
  return orgError(500, 'soapenv:Client', message);
}

/** `result` undefined writes a response without one; an array repeats it. */
export function writeResponse(
  api: SoapApi,
  operation: string,
  result: XmlValue,
  usage?: { used: number; limit: number },
): string {
  const response = writeXml('result', result);
  const limits =
    usage === undefined
      ? ''
      : `<soapenv:Header>${writeXml('LimitInfoHeader', { limitInfo: { current: usage.used, limit: usage.limit, type: 'API REQUESTS' } })}</soapenv:Header>`;
  const body = writeXml(`${operation}Response`, new XmlText(response));
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespaces[api]}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${limits}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

export function writeFault(api: SoapApi, fault: SoapFault): string {
  const { code, message, detail } = fault;
  const plain = code.replace(/^\w+:/, '');
  const isClient = code.startsWith('soapenv:');
  const text = isClient ? message : `${plain}: ${message}`;
  const details =
    detail === undefined || isClient || api === 'metadata'
      ? ''
      : `<detail><sf:${detail} xsi:type="sf:${detail}"><sf:exceptionCode>${escapeXml(plain)}</sf:exceptionCode><sf:exceptionMessage>${escapeXml(message)}</sf:exceptionMessage></sf:${detail}></detail>`;
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="${faultNamespaces[api]}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>${escapeXml(code)}</faultcode><faultstring>${escapeXml(text)}</faultstring>${details}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}
