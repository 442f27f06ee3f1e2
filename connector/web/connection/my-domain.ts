// Reads what people paste as their My Domain, and says what else they pasted. The connector decides in the end.
export type MyDomainMistake = 'missing' | 'not_an_address' | 'lightning' | 'login_host' | 'test_host';
type ReadMyDomain = { ok: true; value: string } | { ok: false; mistake: MyDomainMistake; name: string };

export function readMyDomain(pasted: string): ReadMyDomain {
  const text = pasted.trim();
  if (text === '') return refuse('missing');
  const host = hostOf(text);
  if (!host) return refuse('not_an_address');
  const lightning = /^(.+?)\.(lightning\.force|my\.salesforce-setup)\.com$/.exec(host);
  if (lightning) return refuse('lightning', lightning[1]);
  if (host === 'login.salesforce.com') return refuse('login_host');
  if (host === 'test.salesforce.com') return refuse('test_host');
  return { ok: true, value: text };
}

/** As far as it can be told; for naming it in a sentence. */
export function hostOf(pasted: string): string | undefined {
  const text = pasted.trim();
  return (/^[a-z]+:\/\//i.test(text) ? text.replace(/^[a-z]+:\/\//i, '') : text)
    .split(/[/?#]/)[0]
    ?.toLowerCase();
}

function refuse(mistake: MyDomainMistake, name = ''): ReadMyDomain {
  return { ok: false, mistake, name };
}
