// A port for a part that has to know its address before it starts, as the connector does for its OAuth callback.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections (Linux from 32768, others from 49152): a port that
// is free now must not be gone a moment later because some client dialled out with it.
const range = { from: 12_000, below: 32_000 };

/** A TCP port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(range.from, range.below);
    if (await canListen(port)) return port;
  }
  throw new Error(`No port from ${range.from} to ${range.below - 1} is free on this machine.`);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
