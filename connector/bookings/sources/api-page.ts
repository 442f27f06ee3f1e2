// A page for people about the API of "generic JSON", made from its OpenAPI document, so that it says what that says. One file
// without scripts and without anything from elsewhere.
import { z } from 'zod';

const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(schemaShape).optional();
  },
  get items() {
    return schemaShape.optional();
  },
  get properties() {
    return z.record(z.string(), schemaShape).optional();
  },
});
type Schema = z.infer<typeof schemaShape>;

const documentShape = z.looseObject({
  info: z.looseObject({ title: z.string(), description: z.string() }),
  servers: z.array(z.looseObject({ url: z.string() })),
  paths: z.record(
    z.string(),
    z.looseObject({
      post: z.looseObject({
        summary: z.string(),
        requestBody: z.looseObject({
          content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })),
        }),
        responses: z.record(z.string(), z.looseObject({ description: z.string() })),
      }),
    }),
  ),
  components: z.looseObject({
    securitySchemes: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
    schemas: z.record(z.string(), schemaShape),
  }),
});

/** `document`: as describeGenericSource makes it; `jsonPath`: where a machine finds the same. */
export function describeApiPage(document: unknown, jsonPath: string): string {
  const { info, servers, paths, components } = documentShape.parse(document);
  const origin = servers[0]?.url ?? '';
  const sections = Object.entries(paths).map(([path, { post }]) => {
    const example = post.requestBody.content['application/json']?.example;
    return `
<h2>${escape(post.summary)}</h2>
<pre><code>POST ${escape(origin + path)}
X-API-Key: &lt;API key&gt;
Content-Type: application/json

${escape(JSON.stringify(example, null, 2))}</code></pre>
<h3>Fields</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Fields">
<table><thead><tr><th scope="col">Field</th><th scope="col">Needed</th><th scope="col">Kind</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fieldRows(components.schemas['BookingEvent'] ?? {}, '').join('')}</tbody></table></div>
<h3>Answers</h3>
<table><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(post.responses)
      .map(
        ([status, { description }]) =>
          `<tr><td><code>${escape(status)}</code></td><td>${escape(description)}</td></tr>`,
      )
      .join('')}</tbody></table>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)}</title>
<link rel="icon" href="/bookbridge.svg">
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(info.title)}</h1>
<p>${escape(info.description)}</p>
<p>For machines: <a href="${escape(jsonPath)}">OpenAPI 3.1 document</a>.</p>
${sections.join('')}
<h2>By the Standard Webhooks specification</h2>
<p>A source of the kind “Standard Webhooks” takes the same fields as <code>data</code>, with <code>type</code> (for example
<code>booking.scheduled</code>) and <code>timestamp</code> beside it, signed in the headers <code>webhook-id</code>,
<code>webhook-timestamp</code> and <code>webhook-signature</code> with a secret that begins with <code>whsec_</code>. A request that
was signed more than five minutes ago is refused.</p>
</main>
</body>
</html>`;
}

/** Fields of objects inside each other by their path: `person.email`, `guests[].email`. */
function fieldRows(schema: Schema, path: string): string[] {
  const inner = valueOf(schema);
  const required = new Set(inner.required ?? []);
  return Object.entries(inner.properties ?? {}).flatMap(([name, given]) => {
    const field = valueOf(given);
    const own = `${path}${name}`;
    const description = given.description ?? field.description ?? '';
    const row = `<tr><td><code>${escape(own)}</code></td><td>${required.has(name) ? 'yes' : 'no'}</td><td>${escape(kindOf(field))}</td><td>${escape(description)}</td></tr>`;
    const items = field.items ? valueOf(field.items) : null;
    return [
      row,
      ...(field.properties ? fieldRows(field, `${own}.`) : []),
      ...(items?.properties ? fieldRows(items, `${own}[].`) : []),
    ];
  });
}

/** Of "this or null", this. */
function valueOf(schema: Schema): Schema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

function kindOf({ type, format, enum: values, items, maxLength, maxItems }: Schema): string {
  if (values) return values.map(String).join(', ');
  const kind = format ?? (Array.isArray(type) ? type.join(' or ') : (type ?? 'any'));
  const most = maxLength === undefined ? '' : `, at most ${maxLength} characters`;
  if (kind !== 'array') return `${kind}${most}`;
  const each = items ? kindOf(valueOf(items)) : 'any';
  return `list of ${each}${maxItems === undefined ? '' : `, at most ${maxItems}`}`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root { color-scheme: light dark; --line: #d5dae1; --soft: #f4f6f8; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root { --line: #3a424d; --soft: #1d232b; --link: #8ab8ff; } }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
a { color: var(--link); }
code { font: 0.875em/1.5 ui-monospace, monospace; }
pre { padding: 1rem; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
`;
