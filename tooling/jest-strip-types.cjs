// Jest transform: removes types the way Node 24 itself does, so a test runs exactly what `node file.ts` runs.
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source) =>
    require('node:crypto').createHash('sha256').update(process.version).update(source).digest('hex'),
};
