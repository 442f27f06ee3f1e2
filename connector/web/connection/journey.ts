// Remembers in this tab that the person was sent to Salesforce. Some of Salesforce's error pages never send anybody
// back; whoever then returns by hand finds the field for the error code already open.
const key = 'bookbridge-at-salesforce';

export function rememberJourney(): void {
  try {
    sessionStorage.setItem(key, 'yes');
  } catch {
    // Without storage the field is still there, only closed.
  }
}

export function forgetJourney(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // See above.
  }
}

export function cameBackWithoutResult(): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
