// With an org on this computer nothing may leave it. When a JWT login to it fails, @salesforce/core sends the signed
// assertion to Salesforce's real login hosts as well and offers no switch against that.
import { Socket } from 'node:net';

const salesforceHost = /(^|\.)(salesforce|force|salesforce-setup|cloudforce|visualforce)\.com\.?$/i;
let isSet = false;

export function isOnThisComputer(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** From now on this process refuses every connection to a host of Salesforce. Called when the org is local. */
export function stayLocal(): void {
  if (isSet) return;
  isSet = true;
  const connect = Socket.prototype.connect;
  const guarded = function (this: Socket, ...given: unknown[]): Socket {
    const host = hostOf(given);
    if (host === undefined || !salesforceHost.test(host)) {
      Reflect.apply(connect, this, given);
      return this;
    }
    const refusal = Object.assign(new Error(`A local org was asked for; ${host} is not contacted.`), {
      code: 'ERR_FOREIGN_HOST',
    });
    process.nextTick(() => this.destroy(refusal));
    return this;
  };
  Object.defineProperty(Socket.prototype, 'connect', { value: guarded, configurable: true, writable: true });
}

/** net hands on its own arguments as one array; others pass options, or port and host. */
function hostOf([first, second]: unknown[]): string | undefined {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null && 'host' in options) {
    return typeof options.host === 'string' ? options.host : undefined;
  }
  return typeof second === 'string' ? second : undefined;
}
