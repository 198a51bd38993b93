/**
 * TypeScript to CommonJS, with the options of tsconfig.base.json that change what the code does. `import.meta.url`,
 * `import.meta.dirname` and `import.meta.filename` keep their meaning.
 */
const { createTransformer } = require('@swc/jest');

module.exports = createTransformer({
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
  },
});
