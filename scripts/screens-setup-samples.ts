// What the screens of the set-up lay over the try-out's own answers: fields, rehearsals and gaps that its org does not have.
const field = {
  length: 0,
  precision: 0,
  scale: 0,
  required: false,
  custom: true,
  createable: true,
  updateable: true,
  mappable: true,
  picklist: [],
  referenceTo: [],
  externalIds: {},
  accepts: ['text', 'email', 'phone', 'url'],
  acceptsWithCare: ['long_text'],
};

const unsatisfied = (name: string, label: string, eventTypes: string) => ({
  phase: 'field-validation',
  object: 'Lead',
  field: name,
  code: 'required_unsatisfied',
  values: { label, why: 'no_row', missing: 3, of: 3, eventTypes },
  blocks: true,
});

export const requiredFields = {
  fields: [
    {
      ...field,
      name: 'Main_Need__c',
      label: 'Main need',
      type: 'picklist',
      required: true,
      accepts: [],
      acceptsWithCare: ['text'],
      picklist: ['Cargo bikes', 'Service'].map((value) => ({ value, label: value, active: true })),
    },
    {
      ...field,
      name: 'Preferred_Start__c',
      label: 'Preferred start of the first delivery to the customer’s site',
      type: 'date',
      required: true,
      accepts: ['date', 'date_time'],
    },
  ],
  problems: [
    unsatisfied('Main_Need__c', 'Main need', 'Intro call'),
    unsatisfied('Preferred_Start__c', 'Preferred start of the first delivery to the customer’s site', ''),
  ],
};

export const manyFields = Array.from({ length: 500 }, (_, index) => ({
  ...field,
  name: `Custom_${index}__c`,
  label: index % 9 === 0 ? `カスタム項目 ${index}` : `Custom field ${index} <b>of</b> =SUM(A1)`,
  type: index % 4 === 0 ? 'textarea' : 'string',
  length: 255,
}));

const value = (name: string, label: string, planned: string | null, present: string | null = null) => ({
  name,
  label,
  present,
  planned,
  changed: planned !== present,
});

const lead = {
  ref: 'person',
  object: 'Lead',
  action: 'create',
  id: null,
  name: 'Grace Hopper',
  url: null,
  fields: [
    value('FirstName', 'First Name', 'Grace'),
    value('LastName', 'Last Name', 'Hopper'),
    value('Company', 'Company', 'Analytical Engines Ltd'),
    value('Industry', 'Industry', null),
  ],
};
const event = {
  ref: 'event',
  object: 'Event',
  action: 'create',
  id: null,
  name: 'Quarterly review',
  url: null,
  fields: [
    value('Subject', 'Subject', 'Quarterly review'),
    value(
      'Description',
      'Description',
      'Host: Riley Rep\nWhat is this about?\nA fleet of cargo bikes for our couriers.',
    ),
  ],
};
const account = {
  ref: 'account',
  object: 'Account',
  action: 'update',
  id: '001000000000001AAA',
  name: 'Analytical Engines Ltd',
  url: 'http://localhost/',
  fields: [
    value('Phone', 'Phone', '+49 30 901820', '+49 30 901821'),
    value('Name', 'Account Name', 'Analytical Engines Ltd', 'Analytical Engines Ltd'),
  ],
};

export const sampleRehearsals = [
  [
    'rehearsal-accepted',
    'A rehearsal that Salesforce accepts',
    {
      outcome: 'accepted',
      apiCalls: 2,
      refusal: null,
      records: [account, lead, event],
      remains: ['auto_numbers', 'platform_events'],
      trail: [{ code: 'nobody', text: 'Nobody in the org has this e-mail address.' }],
    },
  ],
  [
    'rehearsal-refused',
    'A rehearsal that a validation rule of the org refuses',
    {
      outcome: 'refused',
      apiCalls: 2,
      refusal: {
        object: 'Lead',
        field: 'Industry',
        code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'Industry is required for web leads',
        ours: null,
        fix: 'Map a value to Industry, or change the rule in Setup.',
      },
      records: [lead, { ...event, action: 'not_reached', fields: [] }],
      remains: ['auto_numbers'],
      trail: [],
    },
  ],
] as const;

export const sampleGaps = {
  from: { id: '00D000000000001EAA', name: 'Acme Bikes (sandbox)' },
  to: { id: '00D000000000002EAA', name: 'Acme Bikes' },
  switched: true,
  connected: true,
  gaps: [
    {
      object: 'Lead',
      field: 'Main_Need__c',
      usedBy: ['meeting.notes'],
      code: 'target_missing',
      values: { label: 'Main need' },
    },
    {
      object: 'Lead',
      field: 'Region__c',
      usedBy: [],
      code: 'required_unsatisfied',
      values: { label: 'Region', why: 'no_row', missing: 0, of: 0, eventTypes: '' },
    },
    {
      object: null,
      field: 'rules.lead.ownerOfNew',
      usedBy: ['rules.lead.ownerOfNew'],
      code: 'owner_missing',
      values: { name: 'Riley Rep' },
    },
  ],
  elsewhere: [{ orgId: '00D000000000001EAA', written: 12, upcoming: 4 }],
};
