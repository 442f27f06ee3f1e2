// What the workspace that set-up works on is connected to now, so that set-up does not connect it once more.
import type { ConnectionFlow, ConnectionMode, ConnectionState, Db } from '../store/schema.ts';

export type ConnectedOrg = {
  connectionId: string;
  workspace: string;
  state: ConnectionState;
  orgId: string;
  orgName: string;
  username: string;
  clientId: string;
  flow: ConnectionFlow;
  mode: ConnectionMode;
};

/** Of the oldest workspace; null when there is none, or nothing it is connected to. */
export async function connectedOrg(db: Db): Promise<ConnectedOrg | null> {
  const row = await db
    .selectFrom('workspaces')
    .leftJoin('connections', 'connections.workspace_id', 'workspaces.id')
    .select([
      'workspaces.name as workspace',
      'connections.id as connectionId',
      'connections.state',
      'connections.org_id as orgId',
      'connections.org_name as orgName',
      'connections.username',
      'connections.client_id as clientId',
      'connections.flow',
      'connections.mode',
    ])
    .orderBy('workspaces.createdAt')
    .orderBy('workspaces.id')
    .executeTakeFirst();
  if (row === undefined || row.connectionId === null || row.state === 'disconnected') return null;
  const { connectionId, state, orgId, orgName, username, clientId, flow, mode } = row;
  const isWhole =
    state !== null &&
    orgId !== null &&
    orgName !== null &&
    username !== null &&
    clientId !== null &&
    flow !== null &&
    mode !== null;
  if (!isWhole) return null;
  return { connectionId, workspace: row.workspace, state, orgId, orgName, username, clientId, flow, mode };
}
