// The companion app: objects, fields and permission sets of force-app. Skipped when the org has exactly what was sent last
// and nobody has touched it since; deployed again otherwise, which also mends what somebody broke.
import { fileURLToPath } from 'node:url';
import {
  componentsOf,
  datesOf,
  deployFolder,
  deployProblem,
  differenceOf,
  hashFolder,
  typesOf,
} from '../deploy.ts';
import { orgOf } from '../step.ts';
import type { Step } from '../step.ts';

export const companionAppFolder = fileURLToPath(new URL('../../../force-app', import.meta.url));

/** Fixed, so that one listing serves all steps; force-app may hold fewer. */
export const companionApp: Step = {
  id: 'companion-app',
  title: 'Companion app',
  plan: () => 'deploy force-app (objects, fields, permission sets)',
  async isDone(context) {
    const names = await componentsOf(companionAppFolder);
    const inOrg = await context.facts.components(typesOf(names));
    const { deployed } = (await context.record()).values;
    const difference = differenceOf(
      inOrg,
      names,
      await hashFolder(companionAppFolder),
      deployed.companionApp,
    );
    if (difference === null) return { state: 'done', detail: `${names.length} components, unchanged` };
    return { state: 'open', detail: `deploy ${names.length} components (${difference})` };
  },
  async do(context) {
    const refused = await deployFolder(
      orgOf(context),
      companionAppFolder,
      context.wish.waitMinutes,
      context.progress,
    );
    if (refused !== null) {
      throw deployProblem(
        'the companion app',
        refused,
        'Change what this names in the org or in force-app, then run the same command again.',
      );
    }
    context.facts.forget();
    const names = await componentsOf(companionAppFolder);
    const dates = await datesOf(context.facts, names);
    const record = await context.record();
    // Without dates it is simply deployed once more next time.
    const hash = await hashFolder(companionAppFolder);
    await record.setDeployed('companionApp', dates === null ? null : { hash, components: dates });
    return `${names.length} components deployed`;
  },
  byHand: (context) =>
    `sf project deploy start --source-dir force-app --target-org ${orgOf(context).username}`,
};
