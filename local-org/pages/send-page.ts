// Sends a page with the headers every page here has.

import type { Response } from 'express';
import type { Html } from './html.ts';
import { page } from './html.ts';

export function sendPage(response: Response, title: string, body: Html, status = 200): void {
  // No form-action: the consent form's answer redirects to the app's own address, which it would block.
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  );
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.status(status).type('html').send(page(title, body));
}
