// Types of node-version.mjs, which is plain JavaScript for the sake of old Nodes.
export function oldNodeProblem(node?: {
  versions: { node: string };
  features: { typescript: string | boolean | undefined };
}): string | undefined;
