// The ports of the try-out from the environment: every problem in one message, each with an example.

export type TryOutPorts = { connectorPort: number; localOrgPort: number };

/** The local org listens on this many ports in a row: two login hosts, two orgs. */
const localOrgPorts = 4;

/** Throws an Error that names every bad port. 0 stays 0: the system chooses. */
export function readTryOutPorts(env: Record<string, string | undefined>): TryOutPorts {
  const problems: string[] = [];
  const read = (name: string, fallback: number, largest: number): number => {
    const text = env[name]?.trim() || String(fallback);
    if (/^\d+$/.test(text) && Number(text) <= largest) return Number(text);
    problems.push(
      `${name} must be a number from 0 to ${largest}, not "${text}". Example: ${name}=${fallback}`,
    );
    return fallback;
  };
  const connectorPort = read('PORT', 3100, 65_535);
  const localOrgPort = read('LOCAL_ORG_PORT', 3200, 65_536 - localOrgPorts);
  const last = localOrgPort + localOrgPorts - 1;
  if (localOrgPort !== 0 && connectorPort >= localOrgPort && connectorPort <= last) {
    problems.push(
      `PORT is ${connectorPort}, but the local org takes LOCAL_ORG_PORT and the three after it (${localOrgPort} to ${last}). Example: PORT=${last + 1}`,
    );
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { connectorPort, localOrgPort };
}
