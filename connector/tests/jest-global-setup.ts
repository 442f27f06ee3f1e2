// Jest's globalSetup: the one PostgreSQL server of this run.
import { startTestServer } from './test-server.ts';

// oxlint-disable-next-line import/no-default-export -- Jest takes nothing else
export default async function setUp(): Promise<void> {
  await startTestServer();
}
