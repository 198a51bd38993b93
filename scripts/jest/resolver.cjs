/**
 * The sources import each other as `./name.js`, the name the compiler emits; in a test run the file is
 * `./name.ts`. Only imports written in the project's own sources are looked up so, never those of packages.
 * What they import as `fast-check` is `fast-check.cjs` beside this file.
 */
const { existsSync } = require('node:fs');
const { join, resolve, sep } = require('node:path');

module.exports = (request, options) => {
  const ownSource = !options.basedir.includes(`${sep}node_modules${sep}`);
  if (ownSource && /^\.{1,2}\/.*\.js$/.test(request)) {
    const source = resolve(options.basedir, request.replace(/\.js$/, '.ts'));
    if (existsSync(source)) return source;
  }
  if (ownSource && request === 'fast-check' && options.basedir !== __dirname) {
    return join(__dirname, 'fast-check.cjs');
  }
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    // A package that names what it exports for `import` alone: Node requires it all the same.
    if (request.startsWith('.') || !options.conditions || options.conditions.includes('import')) throw error;
    return options.defaultResolver(request, { ...options, conditions: [...options.conditions, 'import'] });
  }
};
