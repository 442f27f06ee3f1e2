// Should Salesforce ever keep a rehearsal, what it made is deleted, and no other is held in that workspace until somebody has
// looked at it: a rehearsal that writes is the one thing it must never be.
import type { SalesforceClient } from '../../salesforce/client.ts';
import { runComposite } from '../../salesforce/composite.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Db } from '../../store/schema.ts';

type Made = readonly { sObject: string; id: string }[];

const settingOf = (workspaceId: string): string => `rehearsals_locked ${workspaceId}`;

/** Throws `rehearsals_locked`. */
export async function requireUnlocked(db: Db, workspaceId: string): Promise<void> {
  const row = await db
    .selectFrom('settings')
    .select('name')
    .where('name', '=', settingOf(workspaceId))
    .executeTakeFirst();
  if (row)
    throw new AppError(
      'rehearsals_locked',
      'Rehearsals are locked: Salesforce once kept what one of them wrote.',
      {
        status: 409,
        fix: 'Look at the log of Bookbridge for the records, make sure that they are deleted, and tell the makers of Bookbridge. An operator unlocks rehearsals by deleting this setting.',
      },
    );
}

/** Gives what could not be deleted, or of which that is not known. Locked first: whatever happens afterwards, there is no second one. */
export async function undoAndLock(
  { db, log, now }: { db: Db; log: Log; now: () => Date },
  client: SalesforceClient,
  workspaceId: string,
  made: Made,
): Promise<Made> {
  const value = JSON.stringify({ made });
  await db
    .insertInto('settings')
    .values({ name: settingOf(workspaceId), value, updated_at: now() })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, updated_at: now() }))
    .execute();
  log.error(
    { alert: 'rehearsal_kept', workspaceId, made },
    'Salesforce kept a rehearsal; rehearsals are locked',
  );
  const base = `/services/data/v${client.apiVersion}/sobjects`;
  const answers = await runComposite(
    client,
    made.map(({ sObject, id }, index) => ({
      method: 'DELETE',
      url: `${base}/${sObject}/${id}`,
      referenceId: `made_${index}`,
    })),
  ).catch((error: unknown) => {
    log.error({ err: error, workspaceId }, 'what the rehearsal made could not be deleted');
    return new Map<string, never>();
  });
  return made.filter((_, index) => answers.get(`made_${index}`)?.failure !== null);
}
