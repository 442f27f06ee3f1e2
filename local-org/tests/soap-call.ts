// SOAP calls as a client writes them, for what jsforce hides: the exact envelope, and what comes back for a broken one.

import type { Connection } from 'jsforce';

type Caller = Pick<Connection, 'instanceUrl' | 'accessToken'>;

export type SoapAnswer = { status: number; contentType: string; text: string };

const envelopeOf = (namespace: string, header: string, body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header xmlns="${namespace}">${header}</soapenv:Header><soapenv:Body xmlns="${namespace}">${body}</soapenv:Body></soapenv:Envelope>`;

export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';
export const partnerNamespace = 'urn:partner.soap.sforce.com';

export function metadataCall(
  { instanceUrl, accessToken }: Caller,
  body: string,
  path = '/services/Soap/m/67.0',
): Promise<SoapAnswer> {
  const header = `<SessionHeader><sessionId>${accessToken ?? ''}</sessionId></SessionHeader>`;
  return post(`${instanceUrl}${path}`, envelopeOf(metadataNamespace, header, body));
}

export function partnerCall(
  { instanceUrl, accessToken }: Caller,
  body: string,
  path = '/services/Soap/u/67.0',
): Promise<SoapAnswer> {
  const header = `<SessionHeader><sessionId>${accessToken ?? ''}</sessionId></SessionHeader>`;
  return post(`${instanceUrl}${path}`, envelopeOf(partnerNamespace, header, body));
}

/** No Authorization header: SOAP clients send none. */
export async function post(url: string, text: string): Promise<SoapAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: text,
  });
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, text: await response.text() };
}

/** `faultcode` and `faultstring` of an answer. */
export function faultOf({ status, text }: SoapAnswer): { status: number; code: string; message: string } {
  const code = /<faultcode>([^<]*)<\/faultcode>/.exec(text)?.[1] ?? '';
  const message = /<faultstring>([^<]*)<\/faultstring>/.exec(text)?.[1] ?? '';
  return { status, code, message };
}
