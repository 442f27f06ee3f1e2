// English: the frame of the five phases, the unsaved changes, and what is common to all phases.
export const setup = {
  phases: 'Set-up phases',
  phasesUnknown: 'How far the set-up is could not be read.',
  tryAgain: 'Try again',
  loading: 'Loading',
  loadFailed: 'The set-up could not be loaded.',
  orgUnread:
    'What the org has could not be read. Your settings are kept; fields are shown by their API names.',
  saved: 'Saved.',
  historyLink: 'History, export and import',
  names: {
    apiConnection: 'API connection',
    installation: 'Installation',
    fieldValidation: 'Field validation',
    fieldMapping: 'Field mapping',
    creationRules: 'Creation rules',
  },
  purposes: {
    apiConnection: 'The one Salesforce user through which Bookbridge writes.',
    installation:
      'What your org needs to show bookings: the app, a permission set, and fields on the Event page.',
    fieldValidation: 'Every field that Salesforce insists on gets a value, so that no booking is refused.',
    fieldMapping: 'Which part of a booking goes into which Salesforce field.',
    creationRules: 'What is created or updated for a booking, and who owns it.',
  },
  states: {
    done: 'Done',
    open: 'To do',
    blocked: 'Waits for an earlier phase',
    broken: 'Needs you',
  },
  stateTitles: {
    done: 'Done',
    open: 'Something is still missing',
    blocked: 'An earlier phase comes first',
    broken: 'This was done, and is no longer',
  },
  summary: {
    connected_as:
      'Connected as {username} · {total, plural, =0 {not checked yet} other {{passed} of {total} checks passed}}',
    not_connected: 'Not connected',
    connection_broken: 'The connection needs you',
    installed: 'Companion app {version} is in the org',
    not_installed: 'The companion app is not in the org',
    required_satisfied:
      '{count, plural, =0 {No required field is left open} one {One required field has a value} other {All # required fields have a value}}',
    required_missing:
      '{count, plural, one {One required field has no value} other {# required fields have no value}}',
    fields_mapped:
      '{count, plural, one {One field} other {# fields}} on {objects, plural, one {one object} other {# objects}}',
    rules_set:
      'New people become {unknownPerson, select, lead {Leads} contact {Contacts} person_account {Person Accounts} other {nobody}}{case, select, always {, each booking a Case} other {}}{event, select, true {, each meeting an Event} other {}}',
  },
  missing: {
    not_connected: 'No API user is connected.',
    connection_needs_attention: 'The API user is connected, but a check failed.',
    reconnect: 'Salesforce has signed the API user out.',
    connect_first: 'This phase reads your org, so the API user comes first.',
    app_missing: 'The companion app is not in the org.',
    app_older: 'The companion app in the org is older than this Bookbridge.',
    permission_set_missing: 'The API user does not have the permission set.',
    layouts_missing:
      '{count, plural, one {One Event page} other {# Event pages}} do not show the booking fields.',
    required_unsatisfied:
      '{count, plural, one {One required field has} other {# required fields have}} no value yet.',
    mapping_problems: '{count, plural, one {One field cannot} other {# fields cannot}} be written as set.',
    rule_problems: '{count, plural, one {One rule cannot} other {# rules cannot}} be followed in this org.',
    not_confirmed: 'Nobody has looked at this phase yet.',
  },
  who: {
    you: 'You can do this here.',
    salesforce_admin: 'Your Salesforce admin can put this right.',
  },
  toConnection: 'Go to the API connection',
  next: 'Next: {name}',
  nextAnyway: 'Go on to {name}',
  toSources: 'Go to Sources',
  allDone: 'All set: go to Sources',
  confirm: {
    title: 'Bookings are written with these defaults already',
    fieldValidation: 'Every required field has a value. Look it over, and say when it is right.',
    fieldMapping:
      'This is what most teams start with. Look it over, change what you like, and say when it is right.',
    creationRules:
      'This is what most teams start with. Look it over, change what you like, and say when it is right.',
    button: 'Looks right',
    done: 'Noted.',
    failed: 'It could not be noted: {why}',
  },
  draft: {
    label: 'Unsaved changes',
    count: '{count, plural, =0 {No unsaved change} one {One unsaved change} other {# unsaved changes}}',
    elsewhere: 'Saved together with your changes in the other phases.',
    save: 'Save',
    saveAnyway: 'Save all the same',
    discard: 'Discard',
    discardAll: 'Discard all changes',
    keepEditing: 'Keep them',
    undo: 'Undo: {what}',
    undone: 'Taken back.',
    failed: 'Not saved: {why}',
    refused:
      '{count, plural, one {One thing} other {# things}} would be refused by Salesforce. Nothing was saved.',
    show: 'What changed',
  },
  conflict: {
    title: '{by} changed the set-up {when}',
    titleUnknown: 'Somebody else changed the set-up {when}',
    nothingLost: 'Your changes are kept here and are not saved yet. Nothing was overwritten.',
    fits: 'Your changes and theirs touch different things.',
    collides:
      '{count, plural, one {One thing was} other {# things were}} changed by both of you. Choose what stays.',
    theirs: 'What {by} changed',
    theirsUnknown: 'What they changed',
    mine: 'Yours',
    allMine: 'What you changed',
    their: '{by}',
    theirUnknown: 'Theirs',
    both: 'Save mine on top of theirs',
    drop: 'Drop mine, take theirs',
  },
  lines: {
    none: 'nothing',
    field: '{object} · {field}',
    override: 'Exception for {name}',
    recordIdParameter: 'Name of the record id in booking links',
    from: '<before></before> → <after></after>',
    fallback: '{source}, else “{value}”',
    fixed: 'always “{value}”',
    ifEmpty: 'only if empty',
    when: 'when {moments}',
    yes: 'yes',
    no: 'no',
    override_change: 'own settings',
    hosts: '{count, plural, =0 {none} one {one host} other {# hosts}}',
  },
};
