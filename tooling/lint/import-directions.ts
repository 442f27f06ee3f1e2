// Who may import whom, and why: one table, read by the lint rule `bookbridge/import-directions`.
// Paths are relative to the repository. The first direction that forbids an import gives the message.

type Direction = {
  from: RegExp;
  to: RegExp;
  /** Targets that are allowed all the same. */
  except?: RegExp;
  because: string;
};

const server = /^connector\/(?!web\/|tests\/)/;

// Stages of the two trips (docs/architecture.md). A file is a stage by its name: `match.ts`, `match-….ts`, or one in the folder `match/`.
const stagesOf: [folder: string, trip: string, stages: string[]][] = [
  ['bookings', 'sync-bookings.ts', ['intake', 'inbox', 'match', 'map', 'write', 'report']],
  ['connection', 'connect-org.ts', ['authorize', 'callback', 'identify', 'validate', 'save']],
];

const stageDirections = stagesOf.flatMap(([folder, trip, stages]) =>
  stages.map((stage): Direction => {
    const others = stages.filter((other) => other !== stage).join('|');
    return {
      from: new RegExp(`^connector/${folder}/${stage}(-[^/]+|/.+)?\\.ts$`),
      to: new RegExp(`^connector/${folder}/(${others})(-[^/]+|/.+)?\\.ts$`),
      because: `Stages never import each other, so that each can be read alone: ${trip} calls them and hands on what they return.`,
    };
  }),
);

export const directions: Direction[] = [
  {
    from: /^/,
    to: /(^|\/)main\.tsx?$/,
    because: 'main.ts builds the dependencies and starts things: importing it would start them twice.',
  },
  {
    from: /^(?!.*(^|\/)tests\/)/,
    to: /(^|\/)tests\//,
    because: 'Code never depends on its tests.',
  },
  {
    from: /^connector\/tests\//,
    to: /^(local-org|scripts|tooling)\//,
    except: /^local-org\/(local-org|browser-walk)\.ts$/,
    because:
      'Tests of the connector use a local org through its library and log in through its pages, as anybody would.',
  },
  {
    from: /^connector\/(?!tests\/)/,
    to: /^(local-org|scripts|tooling)\//,
    because:
      'The connector knows Salesforce only over the wire, so that a local org and a real org are the same to it.',
  },
  {
    from: /^local-org\//,
    to: /^(connector|scripts|tooling)\//,
    because:
      'The local org is usable on its own by other projects, and is tested through clients that are not ours.',
  },
  {
    from: /^(?!tooling\/)/,
    to: /^tooling\//,
    because: 'Tooling checks the repository; nothing that runs may need it.',
  },
  ...stageDirections,
  {
    from: /^connector\/store\//,
    to: /^connector\/(?!store\/)/,
    except: /^connector\/(errors|config|log)\.ts$/,
    because: 'The store lies below everything else: it knows tables, not what they are for.',
  },
  {
    from: /^connector\/salesforce\//,
    to: /^connector\/(bookings|connection|accounts|setup)\//,
    because:
      'salesforce/ speaks to Salesforce for whoever asks: it knows no bookings, connections or accounts.',
  },
  {
    from: /^connector\/web\//,
    to: /^(?!connector\/web\/)/,
    because: 'The pages run in a browser: what they know of the server are the types in web/api.ts.',
  },
  {
    from: server,
    to: /^connector\/web\//,
    except: /^connector\/web\/api\.ts$/,
    because:
      'Of the pages, the server knows only the types in web/api.ts and the folder they are built into.',
  },
];

/** Why `from` must not import `to`; undefined when it may. Both are paths from the root of the repository. */
export function whyForbidden(from: string, to: string): string | undefined {
  return directions.find(
    (direction) => direction.from.test(from) && direction.to.test(to) && direction.except?.test(to) !== true,
  )?.because;
}
