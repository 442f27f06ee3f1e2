// Standard mode, when asked for: Salesforce sends the API user an e-mail with a link to choose a password, for the login in
// a browser. The password that Salesforce makes on the way comes back in the answer and is thrown away unread.
import { SetUpProblem } from '../problem.ts';
import { orgOf } from '../step.ts';
import type { Step } from '../step.ts';
import { apiVersion } from '../target-org.ts';
import type { TargetOrg } from '../target-org.ts';
import { userModeOf } from '../wish.ts';

export const passwordEmail: Step = {
  id: 'password-email',
  title: 'Password e-mail',
  plan: (wish) => (wish.passwordEmail ? 'send the API user an e-mail to choose a password' : null),
  async isDone(context) {
    if (!context.wish.passwordEmail || userModeOf(context.wish) === 'secure')
      return { state: 'not-needed', detail: 'not asked for (--password-email)' };
    const { passwordEmailAt } = (await context.record()).values;
    if (passwordEmailAt !== null) return { state: 'done', detail: `sent ${passwordEmailAt}` };
    return { state: 'open', detail: 'send the API user an e-mail to choose a password' };
  },
  async do(context) {
    const { user } = await context.facts.user();
    if (user === null) throw new Error('The API user is gone.');
    await resetWithEmail(orgOf(context), user.id);
    await (await context.record()).change({ passwordEmailAt: new Date().toISOString() });
    return 'sent; the link in it is good for a day';
  },
  byHand: (context) =>
    `In ${orgOf(context).instanceUrl}/lightning/setup/ManageUsers/home tick the API user and press "Reset Password(s)".`,
};

/** SOAP: the REST call resets the password too, but sends no e-mail. */
async function resetWithEmail(org: TargetOrg, userId: string): Promise<void> {
  // A session that has just ended is renewed by this call, which the raw one below could not do.
  await org.connection.refreshAuth();
  const response = await fetch(`${org.instanceUrl}/services/Soap/u/${apiVersion}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com">
  <soapenv:Header>
    <urn:SessionHeader><urn:sessionId>${org.connection.accessToken ?? ''}</urn:sessionId></urn:SessionHeader>
    <urn:EmailHeader><urn:triggerAutoResponseEmail>false</urn:triggerAutoResponseEmail><urn:triggerOtherEmail>false</urn:triggerOtherEmail><urn:triggerUserEmail>true</urn:triggerUserEmail></urn:EmailHeader>
  </soapenv:Header>
  <soapenv:Body><urn:resetPassword><urn:userId>${userId}</urn:userId></urn:resetPassword></soapenv:Body>
</soapenv:Envelope>`,
    signal: AbortSignal.timeout(60_000),
  });
  const answer = await response.text();
  if (response.ok) return;
  const code = /<faultcode>(?:\w+:)?(\w+)<\/faultcode>/.exec(answer)?.[1] ?? `HTTP ${response.status}`;
  throw new SetUpProblem(
    'password_email_refused',
    `Salesforce sent no e-mail to the API user (${code}).`,
    `Send it by hand: in ${org.instanceUrl}/lightning/setup/ManageUsers/home tick the user and press "Reset Password(s)"; then run the same command without --password-email.`,
  );
}
