// English: what the pages about people share: roles, refusals, and what is wrong with a field.
export const people = {
  roles: { owner: 'Owner', admin: 'Admin', viewer: 'Viewer' },
  roleHints: {
    owner: 'Does everything, and decides who is an owner.',
    admin: 'Sets up and runs everything, invites and removes people. Cannot make owners.',
    viewer: 'Looks at everything, changes nothing.',
  },
  viewerNote: 'You are a viewer here: you can look at everything. Owners and admins make the changes.',
  loading: 'Loading',
  fields: {
    name: 'Please enter a name.',
    email: 'Please enter an e-mail address like ana@example.com.',
    password:
      'Choose one with 10 to 128 characters, at least 5 of them different, that is not your e-mail address.',
    workspaceName: 'Please enter your company’s name.',
    wrongPassword: 'This is not your password.',
    code: 'This code is not right. Take the newest one of your authenticator app; the clock of that device must be right.',
  },
  problems: {
    wrong_credentials: {
      what: 'E-mail address or password is wrong.',
      fix: 'Check both and try again.',
    },
    wrong_code: {
      what: 'This code is not right.',
      fix: 'Take the newest code of your authenticator app; the clock of that device must be right. A back-up code works once.',
    },
    wrong_password: { what: 'The password is wrong.', fix: 'Enter the password that you sign in with.' },
    weak_password: {
      what: 'Please choose another password.',
      fix: 'Nothing has changed.',
    },
    bad_input: { what: 'Please correct the marked fields.', fix: 'Nothing has changed.' },
    second_factor_over: {
      what: 'This sign-in took too long or had too many wrong codes.',
      fix: 'Sign in again with your password.',
    },
    second_factor_locked: {
      what: 'Too many wrong codes.',
      fix: 'Wait a quarter of an hour, then sign in again.',
    },
    second_factor_is_on: {
      what: 'The second factor is on already.',
      fix: 'Turn it off first to set it up on another device.',
    },
    second_factor_is_off: { what: 'The second factor is off.', fix: 'Load the page again.' },
    too_many_tries: { what: 'Too many tries in a short time.', fix: 'Wait a minute, then try again.' },
    sign_in_failed: {
      what: 'Signing in does not work at the moment.',
      fix: 'Try again in a moment. If it stays so, whoever runs Bookbridge must see whether the database runs.',
    },
    single_sign_on_failed: {
      what: 'Your company’s sign-in cannot be reached.',
      fix: 'Try again. If it stays so, whoever runs Bookbridge must look at OIDC_ISSUER.',
    },
    link_invalid: {
      what: 'This link is not valid.',
      fix: 'See that the whole address was copied. If it was, ask for a new link.',
    },
    link_used: {
      what: 'This link was used before.',
      fix: 'If it was you, sign in. If not, ask for a new link, and tell the person who gave it to you.',
    },
    link_replaced: {
      what: 'This link was taken back or replaced by a newer one.',
      fix: 'Use the newest one, or ask for one.',
    },
    link_expired: { what: 'This link is too old.', fix: 'Ask for a new one.' },
    owner_link_invalid: {
      what: 'This link is not valid.',
      fix: 'Use the newest link that Bookbridge printed when it started: each start makes a new one.',
    },
    owner_link_used: {
      what: 'This link was used before: the first account is there.',
      fix: 'Sign in with the e-mail address and password chosen then.',
    },
    sign_in_first: {
      what: 'This invitation is for another account.',
      fix: 'Sign in with the account that it names, then open the link again.',
    },
    not_allowed: {
      what: 'Your role does not allow this.',
      fix: 'Ask an owner or admin of the workspace to do it, or to give you that role.',
    },
    last_owner: {
      what: 'A workspace needs at least one owner.',
      fix: 'Make somebody else an owner first.',
    },
    is_member: { what: 'This person is a member already.', fix: 'Change the role in the list of members.' },
    not_found: { what: 'It is not there any more.', fix: 'Load the page again to see how things are now.' },
    unreachable: {
      what: 'Bookbridge did not answer.',
      fix: 'See that it is running and that you are online, then try again.',
    },
  },
};
