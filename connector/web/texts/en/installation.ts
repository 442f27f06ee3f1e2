// English: phase 2, Installation.
export const installation = {
  title: 'Installation',
  lead: 'The companion app holds bookings inside Salesforce. Three things make it complete; each is looked up in the org now.',
  loadFailed: 'What the org has could not be looked up.',
  notConnected: 'Connect an API user first',
  notConnectedText: 'Bookbridge looks into the org through it.',
  toConnection: 'To the API connection',
  lookAgain: 'Look again',
  lookedAgain: 'Looked up again.',
  app: {
    title: 'Companion app',
    missing: 'Not in this org yet. Without it bookings have no place to go.',
    maybeMissing: 'Not there, or hidden from the API user because its permission set is not assigned.',
    current: 'Version {version}, the present one.',
    older: 'Version {version}. Version {ours} is ready to be installed.',
    olderUnknown: 'An early version. Version {ours} is ready to be installed.',
    incomplete:
      'Version {version}, but {count, plural, one {one field is} other {# fields are}} missing or hidden from the API user: {fields}.',
    newer:
      'Version {version}, newer than the {ours} of this Bookbridge. That works; update Bookbridge when you can.',
    unknown: 'It is there. Its version shows once the permission set is assigned.',
    state: {
      missing: 'Missing',
      current: 'Installed',
      older: 'Upgrade ready',
      newer: 'Installed',
      unknown: 'Installed',
    },
    install: 'Install for me',
    upgrade: 'Show the upgrade',
    repair: 'Install what is missing',
  },
  permissionSet: {
    title: 'Permission set of the API user',
    assigned: '“Bookbridge API User” is assigned to {username}.',
    not_assigned:
      '“Bookbridge API User” is in the org, but not assigned to {username}: fields of bookings are hidden from it.',
    not_deployed: 'It comes with the companion app.',
    unknown: 'Not assigned to {username}, as far as this user can see.',
    state: {
      assigned: 'Assigned',
      not_assigned: 'Not assigned',
      not_deployed: 'Comes with the app',
      unknown: 'Not assigned',
    },
    assign: 'Assign it for me',
    byHand:
      'This user may not assign permission sets. In Setup: Manage Assignments → Add Assignment → {username}.',
    open: 'Open the permission set',
  },
  layouts: {
    title: 'Event page layouts',
    looking: 'Looking at the layouts. Salesforce may need some seconds.',
    complete:
      '{count, plural, one {The layout shows} other {All # layouts show}} status and reason of a booking.',
    incomplete:
      '{missing} of {count, plural, one {# layout does} other {# layouts do}} not show status and reason of a booking. Bookings work without; people just do not see these fields on an Event.',
    none: 'This org lists no page layout of Event. Look into Setup whether one is in use.',
    unknown:
      'This user may not read page layouts. Add “Booking Status” and “Cancel/Reschedule Reason” to the Event layout in Setup if people should see them.',
    refused: 'Salesforce said: {message}',
    failed: 'The layouts could not be looked up.',
    afterApp: 'After the companion app: its fields go onto the layout.',
    state: {
      complete: 'Shown',
      incomplete: 'Optional',
      none: 'None found',
      unknown: 'Not known',
      looking: 'Looking',
    },
    lacks: 'lacks {fields}',
    show: 'Show the change',
    showOf: 'Show the change to {name}',
    open: 'Open Event page layouts',
  },
  fieldNames: {
    Booking_Status__c: 'Booking Status',
    Cancel_Reschedule_Reason__c: 'Cancel/Reschedule Reason',
  },
  cannot: {
    title: 'Bookbridge cannot install it through this API user',
    no_right:
      '{username} may not change metadata, and in secure mode it should not. Let the Salesforce admin do it, in one of the ways below; this page sees it by itself.',
    edition: 'Salesforce does not let this org use the Metadata API: {message}',
  },
  ways: {
    title: 'Other ways to install it',
    cli: 'sf CLI',
    package: 'Package',
    cliIntro:
      'For the Salesforce admin, in the folder of Bookbridge. Everything or nothing: if one component fails, the org stays as it is.',
    production: 'In production, run the tests of your org with it: add --test-level RunLocalTests.',
    steps: {
      log_in: '1. Log in to the org, as its admin',
      check: '2. Try it: Salesforce checks everything and keeps nothing',
      deploy: '3. Deploy',
      assign: '4. Assign the permission set to the API user',
    },
    packageIntro:
      'Salesforce’s own installer, for whoever may install packages there. Choose “Install for Admins Only”: the permission sets say who sees what.',
    packageOpen: 'Open the installer',
  },
  job: {
    running: 'Installing…',
    by: 'Started by {by} {when}.',
    leave: 'You can leave this page; it goes on.',
    done: 'Installed.',
    failed: 'Not installed.',
    failedKept: 'Salesforce kept nothing of the step that failed.',
    progress: '{done} of {total} components',
    progressLabel: 'Progress of {step}',
    steps: { app: 'Companion app', permission_set: 'Permission set', layout: 'Layout {name}' },
    states: { waiting: 'Waiting', running: 'Working', done: 'Done', failed: 'Failed', skipped: 'Not tried' },
    components:
      '{created, plural, =0 {} one {1 new} other {# new}}{changed, plural, =0 {} one { 1 changed} other { # changed}}{unchanged, plural, =0 {} one { 1 as it was} other { # as they were}}',
    allComponents: 'All components',
    componentStates: { created: 'New', changed: 'Changed', unchanged: 'As it was', failed: 'Refused' },
    salesforceSays: 'Salesforce says: {problem}',
    line: '(line {line})',
    again: 'Try again',
    notStarted: 'The installation could not be started.',
    lost: 'The progress could not be looked up. It goes on at Salesforce.',
    refusals: {
      name_taken:
        'Something else in the org has this name. Rename it there, or remove it if it is a leftover.',
      type_differs:
        'A field of this name is there with another type. Salesforce does not change it: rename or delete the one in the org.',
      reference_missing:
        'It needs something that is not in the org, often a standard object that this edition lacks.',
      limit_reached:
        'The org has reached a limit of its edition. Remove what is no longer used, then try again.',
      no_right: 'The API user lacks a right. Give it the right, or let an admin install with the sf CLI.',
      feature_missing:
        'This org does not have the feature that it needs. Ask whoever administers Salesforce to switch it on.',
      license_needed:
        'The licence of the user does not hold these rights. Assign its permission set licence first.',
      other: 'Change what Salesforce names, then try again.',
    },
  },
  preview: {
    title: 'What would change',
    looking: 'Comparing with the org. Salesforce may need some seconds.',
    failed: 'The differences could not be looked up.',
    nothing: 'Nothing would change.',
    counts:
      '{added, plural, =0 {} one {1 component is new. } other {# components are new. }}{changed, plural, =0 {} one {1 component differs. } other {# components differ. }}{same, plural, =0 {} one {1 stays as it is.} other {# stay as they are.}}',
    added: 'New',
    changed: 'Changes',
    element: 'What',
    inOrg: 'In the org',
    ours: 'Afterwards',
    absent: 'not there',
    removed: 'taken away',
    more: '{count, plural, one {and 1 more} other {and # more}}',
    upgrade: 'Install version {version}',
    layoutTitle: 'The change to the layout “{name}”',
    layoutText:
      'A section is added, and nothing else changes. The layout belongs to your org, so it is changed only when you say so.',
    newLine: 'new line',
    layoutGo: 'Change this layout',
    cancel: 'Leave it as it is',
  },
};
