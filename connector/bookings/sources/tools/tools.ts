// The tools that can be asked for their bookings, and how a source's key is used for it.
import type { BookingDeps } from '../../booking-deps.ts';
import type { SourceKind } from '../../../store/source-tables.ts';
import type { SourceRow } from '../source-rows.ts';
import { calComTool } from './cal-com-tool.ts';
import { calendlyTool } from './calendly-tool.ts';
import { callsTo } from './call-tool.ts';
import type { CallTool } from './call-tool.ts';
import { onceHubTool } from './oncehub-tool.ts';
import type { Tool } from './tool.ts';

const tools: Partial<
  Record<SourceKind, { tool: Tool; name: string; header: (key: string) => Record<string, string> }>
> = {
  'cal-com': { tool: calComTool, name: 'Cal.com', header: (key) => ({ authorization: `Bearer ${key}` }) },
  calendly: { tool: calendlyTool, name: 'Calendly', header: (key) => ({ authorization: `Bearer ${key}` }) },
  oncehub: { tool: onceHubTool, name: 'OnceHub', header: (key) => ({ 'api-key': key }) },
};

export type AskedTool = { tool: Tool; name: string; call: CallTool };

/** Null for a kind of source that cannot be asked. */
export function toolOf(kind: SourceKind): { tool: Tool; name: string } | null {
  return tools[kind] ?? null;
}

export function askTool(
  kind: SourceKind,
  apiKey: string,
  baseUrl: string | null,
  signal: AbortSignal,
): AskedTool | null {
  const found = tools[kind];
  if (!found) return null;
  const { tool, name, header } = found;
  const calls = { baseUrl: baseUrl ?? tool.baseUrl, headers: header(apiKey), toolName: name, signal };
  return { tool, name, call: callsTo(calls) };
}

/** What a source's API key is sealed for. */
export function apiKeyPurpose(sourceId: string): string {
  return `source api key ${sourceId}`;
}

/** Null without an API key. */
export function askToolOf(
  { vault }: Pick<BookingDeps, 'vault'>,
  row: SourceRow,
  signal: AbortSignal,
): AskedTool | null {
  if (row.api_key_sealed === null) return null;
  const apiKey = vault.open(row.workspace_id, apiKeyPurpose(row.id), row.api_key_sealed);
  return askTool(row.kind, apiKey, row.api_base_url, signal);
}
