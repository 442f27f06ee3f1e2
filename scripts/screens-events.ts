// What the screens need from outside: events of a generic source, and faults of the local org.
import type { TryOut } from './try-out.ts';

type Meeting = {
  id: string;
  name: string;
  title: string;
  type?: 'scheduled' | 'canceled' | 'requested';
  hostEmail?: string;
};

export async function sendGenericEvent(
  source: { address: string; apiKey: string },
  meeting: Meeting,
): Promise<void> {
  const day = 24 * 60 * 60 * 1000;
  const soon = new Date(Math.ceil(Date.now() / day) * day + 2 * day + 10 * 60 * 60 * 1000);
  const { id, name, title, type = 'scheduled', hostEmail = 'rep@acme.example' } = meeting;
  const response = await fetch(source.address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': source.apiKey },
    body: JSON.stringify({
      type,
      id,
      occurredAt: new Date().toISOString(),
      start: soon.toISOString(),
      end: new Date(soon.getTime() + 30 * 60 * 1000).toISOString(),
      timeZone: 'Europe/Berlin',
      title,
      person: { name, email: `${id}@example.com`, company: 'Analytical Engines Ltd' },
      host: { name: 'Riley Rep', email: hostEmail },
      answers: [{ label: 'What is this about?', value: 'A fleet of cargo bikes for our couriers.' }],
    }),
  });
  if (response.status !== 202)
    throw new Error(`The event of ${name} was refused: ${response.status} ${await response.text()}`);
}

/** Sets a fault at the local org; null takes all faults back. */
export async function refuseNext(
  tryOut: TryOut,
  fault: { kind: string; on?: string; times: number; error?: string; description?: string } | null,
): Promise<void> {
  const response = await fetch(`${tryOut.localOrg.login.production}/__local/faults`, {
    method: fault ? 'POST' : 'DELETE',
    ...(fault && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }),
  });
  if (!response.ok) throw new Error(`The local org took no fault: ${response.status}`);
}
