// What package-lock.json must and must not hold, so that `npm ci` works on every machine.

/** What is wrong with the text of a lock file, in words. */
export function lockFileProblems(text: string): string[] {
  const problems = /"resolved": "https?:/.test(text)
    ? ['holds download addresses: run `npm install` with this repository’s .npmrc']
    : [];
  const packages = packagesOf(text);
  if (packages.size === 0) return [...problems, 'lists no packages'];
  const installed = new Set([...packages.keys()].map((path) => path.split('node_modules/').at(-1)));
  // Happens when a registry has the binaries for this machine and not yet those for others.
  for (const [path, optionalDependencies] of packages)
    for (const name of optionalDependencies)
      if (!installed.has(name))
        problems.push(`lacks ${name}, which ${path || 'the root'} names: npm ci would refuse it`);
  return problems;
}

/** Names of the optional dependencies of each package, by the package's path. */
function packagesOf(text: string): Map<string, string[]> {
  const lock: unknown = JSON.parse(text);
  if (!isRecord(lock) || !isRecord(lock['packages'])) return new Map();
  return new Map(
    Object.entries(lock['packages']).map(([path, entry]) => {
      const optional = isRecord(entry) ? entry['optionalDependencies'] : undefined;
      return [path, isRecord(optional) ? Object.keys(optional) : []];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
