// Pages as functions of their data. Whatever is put into html`…` is escaped unless it is itself html`…`.

export type Html = { readonly html: string };
type Part = Html | string | number | null | undefined | false | Part[];

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const text = strings
    .map((fixed, index) => (index === 0 ? fixed : render(parts[index - 1]) + fixed))
    .join('');
  return { html: text };
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  if (typeof part === 'object') return part.html;
  return escapeHtml(String(part));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root { color-scheme: light; --ink: #16325c; --line: #d8dde6; --blue: #0b5cab; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: #181818; background: #f3f4f7; }
a { color: var(--blue); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #1b96ff; outline-offset: 2px; }
.notice { margin: 0; padding: 8px 16px; background: #fff4d6; border-bottom: 1px solid #e5cf8e; text-align: center; font-size: 13px; color: #4a3a00; }
.card { width: min(420px, calc(100% - 32px)); margin: 32px auto; padding: 28px; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
.wide { width: min(1080px, calc(100% - 32px)); margin: 24px auto; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 12px; color: var(--ink); }
h2 { font-size: 17px; margin: 28px 0 8px; color: var(--ink); }
.card h2 { margin-top: 0; }
label { display: block; margin: 12px 0 4px; font-weight: 600; }
input[type=text], input[type=password] { width: 100%; padding: 10px; font: inherit; border: 1px solid #747474; border-radius: 4px; background: #fff; }
button, .button { display: inline-block; padding: 10px 20px; font: inherit; font-weight: 600; border: 1px solid var(--blue); border-radius: 4px; background: #fff; color: var(--blue); cursor: pointer; text-decoration: none; }
button.primary { background: var(--blue); color: #fff; }
.stack button { width: 100%; margin-top: 16px; }
.row { display: flex; gap: 12px; margin-top: 20px; }
.row button { flex: 1; }
.error { padding: 10px 12px; border-left: 4px solid #ba0517; background: #fdeceb; }
.quiet { color: #5c5c5c; font-size: 13px; }
.scroll { overflow-x: auto; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 7px 12px; text-align: left; vertical-align: top; border-bottom: 1px solid #ecebea; }
tr:last-child td, tr:last-child th { border-bottom: 0; }
thead th { background: #fafaf9; font-size: 13px; white-space: nowrap; }
tbody th[scope=rowgroup] { padding-top: 16px; font-size: 13px; color: var(--ink); }
.card thead th { white-space: normal; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.long { white-space: pre-wrap; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; padding: 0; list-style: none; }
.chips a { display: block; padding: 6px 14px; background: #fff; border: 1px solid var(--line); border-radius: 16px; text-decoration: none; }
.chips a[aria-current] { background: var(--blue); border-color: var(--blue); color: #fff; }
nav { font-size: 13px; margin-bottom: 8px; }
code { font-size: 13px; overflow-wrap: anywhere; }
code.api { font-size: 12px; font-weight: 400; color: #5c5c5c; }
@media (max-width: 520px) { .card { margin: 16px auto; padding: 20px; } th, td { padding: 6px 8px; } }
`;

/** A whole page. It loads nothing: no script, no font, no picture. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        <p class="notice">Local org – a stand-in for Salesforce on this computer</p>
        ${body}
      </body>
    </html> `.html;
}
