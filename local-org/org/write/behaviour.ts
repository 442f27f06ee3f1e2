// Which object does what beyond the general rules of a write.

import { prepareEvent, prepareTask } from '../objects/activities.ts';
import type { Draft, Engine } from '../engine.ts';
import {
  afterObjectPermissionsSave,
  beforeLicenseAssignRemove,
  prepareLicenseAssign,
} from '../rights/licenses.ts';
import {
  afterFieldPermissionsSave,
  prepareFieldPermissions,
  prepareObjectPermissions,
} from '../rights/permissions.ts';
import {
  beforeAssignmentRemove,
  beforePermissionSetRemove,
  prepareAssignment,
  preparePermissionSet,
  afterPermissionSetSave,
} from '../rights/permission-sets.ts';
import { afterProfileSave, beforeProfileRemove, prepareProfile } from '../rights/profiles.ts';
import {
  afterAccountSave,
  afterContactSave,
  preparePersonAccount,
  preparePersonContact,
  refuseContactRemoval,
} from '../objects/person-accounts.ts';
import { prepareGroup, prepareQueueSobject } from '../objects/queues.ts';
import type { OrgRecord } from '../records.ts';
import { prepareSandboxInfo } from '../objects/sandbox-info.ts';
import { prepareScratchOrgInfo } from '../objects/scratch-org-info.ts';
import {
  prepareAccount,
  prepareCase,
  prepareContact,
  prepareLead,
  prepareOpportunity,
} from '../objects/sales.ts';
import type { SObject } from '../schema/schema.ts';
import { refuseNewRecordType } from './record-type-checks.ts';
import { afterUserSave, prepareUser } from '../objects/users.ts';

export type Behaviour = {
  /** Before required fields and rules are checked: what the object derives, and what it refuses. */
  prepare?(draft: Draft): void;
  afterSave?(draft: Draft, record: OrgRecord): void;
  /** What refuses a deletion that is asked for, and not one that follows from another record's. */
  beforeOwnRemove?(engine: Engine, record: OrgRecord): void;
  beforeRemove?(engine: Engine, record: OrgRecord): void;
};

type Prepare = NonNullable<Behaviour['prepare']>;

function both(first: Prepare, second: Prepare): Prepare {
  return (draft) => {
    first(draft);
    second(draft);
  };
}

const behaviours: Record<string, Behaviour> = {
  Account: { prepare: both(prepareAccount, preparePersonAccount), afterSave: afterAccountSave },
  Case: { prepare: prepareCase },
  Contact: {
    prepare: both(prepareContact, preparePersonContact),
    afterSave: afterContactSave,
    beforeOwnRemove: refuseContactRemoval,
  },
  Event: { prepare: prepareEvent },
  FieldPermissions: { prepare: prepareFieldPermissions, afterSave: afterFieldPermissionsSave },
  Group: { prepare: prepareGroup },
  Lead: { prepare: prepareLead },
  ObjectPermissions: { prepare: prepareObjectPermissions, afterSave: afterObjectPermissionsSave },
  Opportunity: { prepare: prepareOpportunity },
  PermissionSet: {
    prepare: preparePermissionSet,
    afterSave: afterPermissionSetSave,
    beforeRemove: beforePermissionSetRemove,
  },
  PermissionSetAssignment: { prepare: prepareAssignment, beforeRemove: beforeAssignmentRemove },
  PermissionSetLicenseAssign: { prepare: prepareLicenseAssign, beforeRemove: beforeLicenseAssignRemove },
  Profile: { prepare: prepareProfile, afterSave: afterProfileSave, beforeRemove: beforeProfileRemove },
  QueueSobject: { prepare: prepareQueueSobject },
  RecordType: { prepare: refuseNewRecordType },
  SandboxInfo: { prepare: prepareSandboxInfo },
  ScratchOrgInfo: { prepare: prepareScratchOrgInfo },
  Task: { prepare: prepareTask },
  User: { prepare: prepareUser, afterSave: afterUserSave },
};

export function behaviourOf(sObject: SObject): Behaviour {
  return behaviours[sObject.name] ?? {};
}
