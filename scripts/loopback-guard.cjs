// Loaded by NODE_OPTIONS into every Node process of a run of the sf CLI, its children included: a connection to any
// host but this computer is refused, and written down in the file LOOPBACK_GUARD_FILE. (A failing JWT login of the CLI
// otherwise posts its signed assertion to Salesforce's real login hosts.)
'use strict';
const { appendFileSync } = require('node:fs');
const { Socket: DatagramSocket } = require('node:dgram');
const { Socket } = require('node:net');
const process = require('node:process');

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3}|)$/i;

/** Null for a local socket (a path) and for this computer. */
function foreignHost(host, port) {
  return host === undefined || loopback.test(String(host)) ? null : `${host}:${port}`;
}

/** net's own calls pass an array made by normalizeArgs; others pass (options), (port, host) or (path). */
function targetOf([first, second]) {
  const options = Array.isArray(first) ? first[0] : first;
  if (options !== null && typeof options === 'object') {
    return options.path == null ? foreignHost(options.host, options.port) : null;
  }
  const isPort = typeof options === 'number' || /^\d+$/.test(String(options));
  return isPort ? foreignHost(typeof second === 'string' ? second : undefined, options) : null;
}

function refuse(target) {
  const file = process.env.LOOPBACK_GUARD_FILE;
  const line = `${target} from ${process.argv.slice(1).join(' ')}\n`;
  if (file !== undefined) appendFileSync(file, line);
  return Object.assign(new Error(`The loopback guard refused a connection to ${target}.`), {
    code: 'ERR_LOOPBACK_GUARD',
  });
}

const connect = Socket.prototype.connect;
Socket.prototype.connect = function guardedConnect(...args) {
  const target = targetOf(args);
  if (target === null) return connect.apply(this, args);
  const error = refuse(target);
  process.nextTick(() => this.destroy(error));
  return this;
};

const send = DatagramSocket.prototype.send;
DatagramSocket.prototype.send = function guardedSend(...args) {
  const host = args.slice(1).find((arg) => typeof arg === 'string');
  const target = foreignHost(host, 'udp');
  if (target !== null) throw refuse(target);
  return send.apply(this, args);
};
