// Packages: installed by their version's id, reported on, listed; a version that is not there is refused.
import { equal, match, ok } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { toLongId } from '../../local-org/org/ids.ts';
import { at, rowsAt, words } from './sf.ts';
import type { Area } from './trials.ts';

const id = toLongId('04t5e000000Book');
const folder = fileURLToPath(new URL('../../force-app', import.meta.url));

export const packageArea: Area = {
  name: 'package',
  options: { forceApp: null, packages: [{ name: 'Bookbridge', versionId: id, folder }] },
  async run({ sf, hub, trial }) {
    let requestId = '';
    await trial('package install', 'installs a version', async () => {
      const flags = words`--package ${id} --target-org hub --wait 2 --no-prompt`;
      const result = await sf.ok(words`package install ${flags}`);
      requestId = String(at(result, 'Id'));
      equal(at(result, 'Status'), 'SUCCESS');
      const installed = await hub.toolingRows(
        'SELECT SubscriberPackageVersionId FROM InstalledSubscriberPackage',
      );
      ok(installed.some((row) => row['SubscriberPackageVersionId'] === id));
      ok((await hub.connection.describeGlobal()).sobjects.some(({ name }) => name === 'Booking__c'));
    });
    await trial('package install report', 'reports on the request', async () => {
      const result = await sf.ok(words`package install report --request-id ${requestId} -o hub`);
      equal(at(result, 'Status'), 'SUCCESS');
    });
    await trial('package installed list', 'lists what is installed', async () => {
      const list = await sf.ok(words`package installed list --target-org hub`);
      ok(rowsAt(list).some((row) => at(row, 'SubscriberPackageVersionId') === id));
    });
    await trial('package install', 'refuses a version that is not there', async () => {
      const flags = words`--package 04t000000000000AAA --target-org hub --no-prompt`;
      match(
        (await sf.fails(words`package install ${flags}`)).message,
        /04t|not found|invalid|unexpected error/i,
      );
    });
  },
};
