/**
 * TypeScript and ES modules to CommonJS, with the options of tsconfig.base.json that change what the code does.
 * `import.meta.url`, `import.meta.dirname` and `import.meta.filename` keep their meaning.
 */
const { createTransformer } = require('@swc/jest');

const compiler = createTransformer({
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
  },
});

// Some packages derive `__dirname` from `import.meta.url`; CommonJS has it already and refuses a second one.
const derivedFolder = /^(?:const|let|var) __(?:dirname|filename) = .*$/gm;

/** Blanks such a declaration without moving any line. */
const withoutDerivedFolder = (source) => source.replaceAll(derivedFolder, '');

module.exports = {
  ...compiler,
  process: (source, file, options) => compiler.process(withoutDerivedFolder(source), file, options),
  getCacheKey: (source, file, options) =>
    `1${compiler.getCacheKey(withoutDerivedFolder(source), file, options)}`,
};
