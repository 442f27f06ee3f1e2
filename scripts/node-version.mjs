// Is this Node new enough? Plain JavaScript, because an old Node cannot read our TypeScript at all.

/** One sentence with the fix; undefined when this Node runs TypeScript directly (22.18 or newer). */
export function oldNodeProblem({ versions, features } = process) {
  if (features.typescript) return undefined;
  return (
    `Bookbridge needs Node 22.18 or newer and this is Node ${versions.node}: install a newer one from https://nodejs.org` +
    ' (on Linux and Windows x64, `npm ci` brings it along unless optional packages were left out).'
  );
}
