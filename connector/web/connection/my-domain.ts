// Reads what people paste as their My Domain, and says in words what else they pasted. The connector decides in the end.
type ReadMyDomain = { ok: true; value: string } | { ok: false; message: string };

export function readMyDomain(pasted: string): ReadMyDomain {
  const text = pasted.trim();
  if (text === '') {
    return { ok: false, message: 'Type your My Domain, for example acme.my.salesforce.com.' };
  }
  const host = (/^[a-z]+:\/\//i.test(text) ? text.replace(/^[a-z]+:\/\//i, '') : text)
    .split(/[/?#]/)[0]
    ?.toLowerCase();
  if (!host) return { ok: false, message: 'This is not an address. Type one like acme.my.salesforce.com.' };
  const lightning = /^(.+?)\.(lightning\.force|my\.salesforce-setup)\.com$/.exec(host);
  if (lightning) {
    return {
      ok: false,
      message: `This is the address of a Salesforce page, not of the login. Use ${lightning[1]}.my.salesforce.com instead.`,
    };
  }
  if (host === 'login.salesforce.com') {
    return { ok: false, message: 'This is the general login. Choose Production above instead.' };
  }
  if (host === 'test.salesforce.com') {
    return { ok: false, message: 'This is the general login of sandboxes. Choose Sandbox above instead.' };
  }
  return { ok: true, value: text };
}
