// Jest's globalTeardown: stops the server of this run and removes its data.
import { stopTestServer } from './test-server.ts';

// oxlint-disable-next-line import/no-default-export -- Jest takes nothing else
export default async function tearDown(): Promise<void> {
  await stopTestServer();
}
