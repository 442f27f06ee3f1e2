// Bodies a front-end server in trouble sends instead of JSON, and the cut of a connection.

import type { Response } from 'express';

const maintenancePage = `<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><title>Salesforce - Unavailable</title></head>
<body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We'll be back shortly.</p></body></html>
`;

export function sendMaintenancePage(response: Response, status: number): void {
  response.status(status).type('html').send(maintenancePage);
}

/** Cuts the connection without an answer, as a lost network or a killed proxy does. */
export function cutConnection(response: Response): void {
  response.socket?.destroy();
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
