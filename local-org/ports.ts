// Servers on the loopback address: they listen first and answer when told how, because each part must know all
// addresses before the first answer, and the system may choose the ports.

import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

export type Listening = { server: Server; port: number; serve(listener: RequestListener): void };

export function listen(port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    let listener = notReady;
    const server = createServer((request, response) => listener(request, response));
    server.once('error', reject);
    // This computer only: there are passwords on its login page.
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ server, port: bound, serve: (next) => void (listener = next) });
    });
  });
}

/** Four ports in a row; 0 = each chosen by the system. Either all of them listen or none does. */
export async function listenFour(firstPort: number): Promise<[Listening, Listening, Listening, Listening]> {
  const servers: Listening[] = [];
  const next = async () => {
    const server = await listen(firstPort === 0 ? 0 : firstPort + servers.length);
    servers.push(server);
    return server;
  };
  try {
    return [await next(), await next(), await next(), await next()];
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    throw error;
  }
}

/** The wanted port, or the first free one after it that is not avoided, or any. */
export async function listenNear(wanted: number, avoid: ReadonlySet<number>): Promise<Listening> {
  for (let port = wanted; wanted !== 0 && port < Math.min(wanted + 100, 65_536); port++) {
    if (avoid.has(port)) continue;
    try {
      return await listen(port);
    } catch (error) {
      if (!isInUse(error)) throw error;
    }
  }
  return await listen(0);
}

export function closeServer({ server }: Listening): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function originOf({ port }: Listening): string {
  return `http://localhost:${port}`;
}

function isInUse(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'EADDRINUSE' || code === 'EACCES';
}

const notReady: RequestListener = (_request, response) => response.writeHead(503).end();
