// Exceptions for event types name them by their source's id here. In a file from elsewhere, the same tool of the same name
// has another id: it is put in its place.
import type { SetUp } from '../set-up-document.ts';
import type { FileSource } from './set-up-file.ts';

/** Event types of a tool that is not here keep their name; they are shown as not seen yet. */
export function moveSources(setUp: SetUp, theirs: readonly FileSource[], ours: readonly FileSource[]): SetUp {
  const moved = new Map(
    theirs.flatMap((source) => {
      if (ours.some(({ id }) => id === source.id)) return [];
      const same = ours.filter(({ kind, name }) => kind === source.kind && name === source.name);
      const [only] = same;
      return only && same.length === 1 ? [[source.id, only.id] as const] : [];
    }),
  );
  const overrides = setUp.overrides.map((override) => {
    const at = override.eventType.indexOf(':');
    const id = moved.get(override.eventType.slice(0, at));
    return id === undefined ? override : { ...override, eventType: id + override.eventType.slice(at) };
  });
  return { ...setUp, overrides };
}
