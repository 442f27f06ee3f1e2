// English: phase 1, API connection, and the page of an admin link.
export const connection = {
  title: 'API connection',
  loading: 'Loading',
  loadFailed: 'The connection could not be loaded.',
  kinds: { production: 'Production', sandbox: 'Sandbox' },
  flows: {
    web_server: 'In the browser, once',
    jwt_bearer: 'By itself, with a certificate',
    client_credentials: 'By itself, with the secret of the OAuth app',
  },
  modes: {
    standard: "An administrator's (standard mode)",
    secure: 'Only what bookings need (secure mode)',
  },
  apps: {
    default: 'The one of the settings',
    own: 'Its own',
    local: 'its own, of this org alone',
  },
  before: {
    title: 'Connect an API user',
    lead: 'An API user is the one Salesforce user that Bookbridge works through. Every booking is written by it, so nobody else needs more rights.',
    disconnected: 'Disconnected from {org}.',
    last: 'The last API user was {username}. Your set-up and sources are still here. {waiting, plural, =0 {} one {1 booking is waiting and is written once you connect again.} other {# bookings are waiting and are written once you connect again.}}',
    returned: 'You went to Salesforce and came back without a result.',
    returnedText:
      'If Salesforce showed an error, type its code below and read what it means. Otherwise connect again.',
    needs: 'What the API user needs',
    where: 'Where is the API user?',
    errorPage: 'Salesforce showed an error page?',
  },
  mode: {
    question: 'Which rights should the API user have?',
    secure: {
      title: 'Secure mode',
      hint: 'Only the rights that bookings need, each checked one by one. Recommended.',
    },
    standard: {
      title: 'Standard mode',
      hint: 'A System Administrator. Quickest, and Bookbridge can install its companion app itself.',
    },
    tooMuch: 'This gives the API user more rights than bookings need.',
    passkey:
      'Salesforce asks administrators for a passkey or a security key when they log in: have it at hand. The connection keeps working without it.',
  },
  needs: {
    checked: 'Bookbridge checks each of these after you connect.',
    secure: {
      user_license: {
        title: 'User licence "Salesforce"',
        detail:
          'Other licences with the API do as well, as long as this user may log in to Salesforce’s pages.',
      },
      least_rights: {
        title: 'Profile "Minimum Access - Salesforce"',
        detail:
          'Or another with few rights. A user with “API Only User” cannot log in in a browser; whoever runs Bookbridge can connect one with a key.',
      },
      permission_set: {
        title: 'Permission set "Bookbridge API User"',
        detail: 'It comes with the companion app and holds every right that bookings need, and no other.',
      },
    },
    standard: {
      user_license: {
        title: 'User licence "Salesforce"',
        detail: 'Other licences cannot create records on Leads and Cases.',
      },
      user_profile: {
        title: 'Profile "System Administrator"',
        detail: 'It includes “API Enabled” and “Modify All Data”.',
      },
      permission_set: {
        title: 'Permission set "Bookbridge API User"',
        detail: 'It comes with the companion app and makes the fields of bookings visible.',
      },
    },
  },
  environments: {
    production: { title: 'Production', hint: 'Live orgs, and Developer Edition orgs.' },
    sandbox: { title: 'Sandbox', hint: 'Sandboxes and scratch orgs, to try it out first.' },
    my_domain: {
      title: 'My Domain',
      hint: 'An org with its own address, like acme.my.salesforce.com. Needed when its OAuth app belongs to this org alone.',
    },
  },
  unavailable: {
    no_app: 'No OAuth app is set up for this. Enter one of your own below.',
    local_app: 'The OAuth app belongs to one org: choose My Domain.',
    own_local: 'An app that belongs to one org works only at its My Domain.',
  },
  myDomain: {
    label: 'My Domain address',
    description: 'In Salesforce: Setup → My Domain → Current My Domain URL',
    missing: 'Type your My Domain, for example acme.my.salesforce.com.',
    not_an_address: 'This is not an address. Type one like acme.my.salesforce.com.',
    lightning:
      'This is the address of a Salesforce page, not of the login. Use {name}.my.salesforce.com instead.',
    login_host: 'This is the general login. Choose Production above instead.',
    test_host: 'This is the general login of sandboxes. Choose Sandbox above instead.',
    bad_my_domain:
      '{host} is not the My Domain of a Salesforce org, so nobody is sent there. It ends in .my.salesforce.com; Setup → My Domain shows it.',
  },
  own: {
    use: 'Use an OAuth app of your own',
    none: 'No OAuth app is set up here, so enter the one of your org.',
    intro:
      'An External Client App that was made in your org, or a Connected App you have. Key and secret are sealed; nobody can read them here again.',
    callback: 'Callback URL to enter in the app',
    scopes: 'Scopes: “api”, “id” and “refresh_token”. Require PKCE and the secret.',
    clientId: 'Consumer key',
    clientSecret: 'Consumer secret',
    where: 'In Salesforce: Setup → External Client App Manager → the app → Settings → OAuth Settings',
    scope: 'Where does the app work?',
    local: {
      title: 'In this org only',
      hint: 'An External Client App made in the org itself. Logs in at My Domain.',
    },
    global: { title: 'In every org', hint: 'A packaged app, or an older Connected App. Logs in everywhere.' },
  },
  connect: 'Connect an API user',
  connectAs: 'Connect {username}',
  note: 'Salesforce will ask you to log in, even if you already are. Use the API user, not your own user.',
  noteTryOut: 'In this try-out, its name and password are on the login page.',
  noteUnattended:
    'Bookbridge logs this user in by itself, as the settings say: nobody has to log in to Salesforce.',
  notOpened: 'Salesforce could not be opened.',
  notConnected: 'The API user could not be connected.',
  confirm: {
    title: 'Is this the API user?',
    lead: 'You signed in at Salesforce as {username}. Nothing has been changed yet.',
    untilNow: 'Until now',
    needed: 'What is needed',
    apiUser: 'An API user',
    found: 'Signed in just now',
    org: 'Org',
    kind: 'Kind',
    profile: 'Profile',
    license: 'Licence',
    against: 'What speaks against this user',
    otherOrg: 'This is another org than before. Bookings written so far stay in the old one.',
    use: 'Use this user',
    logOut: 'Log out of Salesforce and try again',
    useFailed: 'This user could not be connected.',
    logOutFailed: 'The log-out could not be prepared.',
    logOutTitle: 'Log out of Salesforce first',
    logOutLead:
      'This user was not connected, and Bookbridge keeps nothing of it. Salesforce still remembers it in this browser.',
    logOutLink: 'Log out of Salesforce',
    logOutHint: 'Opens Salesforce in a new tab. Close that tab afterwards.',
    comeBack: 'Come back here and connect again, as the API user.',
    again: 'Connect again',
  },
  failed: {
    title: 'The API user is not connected',
    standing: 'The connection to {org} as {username} is as it was before.',
    none: 'Bookings are kept here and are written once an API user is connected.',
    noReason: 'The attempt ended without saying why.',
    noAttempt: 'Salesforce sent an answer that fits no attempt.',
    tryAgain: 'Try again',
    keep: 'Keep the present connection',
    back: 'Back',
  },
  errorLinks: {
    user: 'Open the API user in Setup',
    app_usage: 'Open Connected Apps OAuth Usage',
    app_manager: 'Open External Client App Manager',
    my_domain: 'Open My Domain in Setup',
    login_history: 'Open the login history',
  },
  errorCode: {
    intro:
      'Salesforce shows some errors on a page of its own and does not send you back. Type the code you see there; it may also stand at the end of the page’s address.',
    label: 'Error code',
    ask: 'What does it mean?',
    failed: 'This code could not be explained.',
  },
  connected: {
    connectedTo: 'Connected to {org}',
    signedOut: 'Signed out by Salesforce',
    notReady: 'Connected to {org}, not ready',
    announce: 'Connected to {org} as {username}.',
    org: 'Org',
    kind: 'Kind',
    orgId: 'Org ID',
    login: 'Login',
    rights: 'Rights',
    app: 'OAuth app',
    since: 'Connected',
    another: 'Connect another user or org',
    anotherText: 'The present connection stays until you have confirmed the new one.',
    attention:
      '{count, plural, =0 {Something must be put right before bookings can be written.} one {One thing must be put right before bookings can be written.} other {# things must be put right before bookings can be written.}}',
    attentionText: '{checks}: the list below says how. Then check again.',
    refused: 'Salesforce no longer accepts the API user’s session.',
    reconnect: 'Reconnect the API user',
    notOpenedBecause: 'Salesforce could not be opened: {why}',
    waiting:
      '{count, plural, =0 {Bookings are accepted and kept here until then; none is waiting now.} one {Bookings are safe here: 1 is waiting and is written after that.} other {Bookings are safe here: # are waiting and are written after that.}}',
    toInstallation: 'To the installation',
  },
  unattended: {
    refused: 'Salesforce no longer lets the API user in.',
    useSettings: 'Use the present settings',
    notTried: 'It could not be tried: {why}',
  },
  checks: {
    none: 'Checks',
    all: 'All {count} checks passed',
    failed: '{failed} of {count} checks failed',
    some: '{passed} of {count} checks passed',
    again: 'Check again',
    notRun: 'The checks could not be run.',
    checkedAt: 'Checked',
    open: 'Open in Setup',
    notRequired: ', not required',
    status: { pass: 'Passed', warn: 'Warning', fail: 'Failed', unknown: 'Not known' },
  },
  disconnect: {
    open: 'Disconnect…',
    question: 'Disconnect {username} from {org}?',
    go: 'Disconnect {username}',
    stay: 'Stay connected',
    access:
      'Its access is revoked at Salesforce, and the tokens kept here are deleted. To connect again, somebody must log in as this user.',
    bookings:
      'Sources and bookings stay. New bookings are accepted and wait here; nothing is written to Salesforce until you connect again.',
    failed: 'The connection was not cut.',
    announce: 'Disconnected from {org}.',
  },
};
