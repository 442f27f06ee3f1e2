// An org with a deployed object Visit__c, whose fields its administrator sees by a deployed permission set.

import type { Connection } from 'jsforce';
import { startLocalOrg } from '../local-org.ts';
import type { RunningLocalOrg } from '../local-org.ts';
import { deploy, field, text, visitObject, visitSet } from './metadata-client.ts';
import { findOne } from './movie-org.ts';
import { callbackUrl, signIn } from './sign-in.ts';

export async function openVisitOrg(): Promise<{ running: RunningLocalOrg; admin: Connection }> {
  const running = await startLocalOrg({ callbackUrls: [callbackUrl] });
  const admin = await signIn(running, { who: 'admin' });
  const first = await deploy(admin, {
    types: { CustomObject: ['Visit__c'], PermissionSet: ['Visit_Maker'] },
    files: {
      'objects/Visit__c.object': visitObject(
        [
          text('Code__c'),
          field('Guests__c', '<type>Number</type><precision>4</precision><scale>0</scale>'),
        ].join('\n'),
      ),
      'permissionsets/Visit_Maker.permissionset': visitSet(['Visit__c.Code__c', 'Visit__c.Guests__c']),
    },
  });
  if (!first.success) throw new Error(JSON.stringify(first.failures));
  const set = await findOne(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Visit_Maker'");
  const me = await findOne(admin, "SELECT Id FROM User WHERE Username = 'admin@acme.example'");
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: me['Id'], PermissionSetId: set['Id'] });
  return { running, admin };
}
