// Jest transform: removes types the way Node 24 itself does, so a test runs exactly what `node file.ts` runs.
// Jest 29 does not know `import.meta.dirname` and `.filename`; they are set on the first line, which keeps line numbers.
const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');
const { dirname } = require('node:path');

module.exports = {
  process: (source, filename) => {
    const meta = `import.meta.dirname ??= ${JSON.stringify(dirname(filename))}; import.meta.filename ??= ${JSON.stringify(filename)}; `;
    return { code: meta + stripTypeScriptTypes(source, { mode: 'strip' }) };
  },
  getCacheKey: (source, filename) =>
    createHash('sha256')
      .update(`${__filename} 2 ${process.version} ${filename}\n`)
      .update(source)
      .digest('hex'),
};
