import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';

/**
 * @typedef {object} Import one import or re-export of a source file
 * @property {string} request the module as written
 * @property {string[]} names imported names; `*` for a namespace, empty for a bare or dynamic import
 * @property {string[]} values those of the names that are more than a type
 * @property {boolean} typeOnly nothing of it is left after compilation
 * @property {number} line from 1
 *
 * @typedef {object} Use something a source file reads beside its imports
 * @property {'environment' | 'clock' | 'chance'} kind process.env, the current time, a random number
 * @property {number} line from 1
 *
 * @typedef {object} Source
 * @property {string} path relative to the root, with `/`
 * @property {Import[]} imports
 * @property {Use[]} uses
 * @property {Map<string, { request: string, name: string }>} origins exported name → what it is elsewhere
 * @property {Map<string, 'shape' | 'value'>} definitions names exported where they are defined; a shape is an
 *   interface or an alias, nothing that can be called or constructed
 * @property {string[]} stars modules of `export * from`
 */

const packageParents = ['services', 'packages'];
const packageFolders = ['gateway', 'standalone', 'cli', 'bench'];

/**
 * Reads every TypeScript source of the workspace's packages (`<package>/src/**`).
 * @param {string} root the workspace's folder
 * @returns {Map<string, Source>} by path
 */
export function readSources(root) {
  const folders = [
    ...packageFolders,
    ...packageParents.flatMap((parent) =>
      existsSync(join(root, parent))
        ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
        : [],
    ),
  ];
  const sources = new Map();
  for (const folder of folders) {
    const src = join(root, folder, 'src');
    if (!existsSync(src)) continue;
    for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const file = join(entry.parentPath, entry.name);
      const path = relative(root, file).split(sep).join('/');
      sources.set(path, readSource(path, readFileSync(file, 'utf8')));
    }
  }
  return sources;
}

/**
 * @param {string} path relative to the root
 * @param {string} text
 * @returns {Source}
 */
function readSource(path, text) {
  const parsed = parseSync(path, text, { astType: 'ts' });
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0].message}`);
  const lineOf = (offset) => text.slice(0, offset).split('\n').length;
  const imports = [];
  const origins = new Map();
  const definitions = new Map();
  const stars = [];
  const addImport = (request, entries, line) =>
    imports.push({
      request,
      names: entries.map(importedName),
      values: entries.filter((entry) => !entry.isType).map(importedName),
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
      line,
    });
  for (const { moduleRequest, entries, start } of parsed.module.staticImports) {
    addImport(moduleRequest.value, entries, lineOf(start));
  }
  for (const { entries, start } of parsed.module.staticExports) {
    for (const entry of entries) {
      const { moduleRequest, exportName } = entry;
      if (!moduleRequest) definitions.set(exportName.name ?? 'default', entry.isType ? 'shape' : 'value');
      else if (!exportName.name) stars.push(moduleRequest.value);
      else origins.set(exportName.name, { request: moduleRequest.value, name: importedName(entry) });
      if (moduleRequest) addImport(moduleRequest.value, [entry], lineOf(start));
    }
  }
  for (const { moduleRequest, start } of parsed.module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal) addImport(literal[2], [], lineOf(start));
  }
  return { path, imports, origins, definitions, stars, uses: readUses(parsed.program, lineOf) };
}

const importedName = ({ importName }) => importName.name ?? (importName.kind === 'Default' ? 'default' : '*');

function readUses(program, lineOf) {
  const uses = [];
  const passedOn = new Set();
  const add = (kind, node) => uses.push({ kind, line: lineOf(node.start) });
  const isCall = (node, object, property) =>
    node.type === 'MemberExpression' &&
    !node.computed &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    node.property.name === property;
  new Visitor({
    // `process.env.X = …` sets a switch of a library for this process; it reads nothing.
    AssignmentExpression(node) {
      if (node.left.type === 'MemberExpression') passedOn.add(node.left.object);
    },
    // `{ ...process.env }` and `Object.entries(process.env)` hand it on to a child process; they read no setting.
    SpreadElement(node) {
      passedOn.add(node.argument);
    },
    MemberExpression(node) {
      if (isCall(node, 'process', 'env') && !passedOn.has(node)) add('environment', node);
    },
    VariableDeclarator(node) {
      const taken =
        node.id.type === 'ObjectPattern' ? node.id.properties.map((property) => property.key?.name) : [];
      if (node.init?.type === 'Identifier' && node.init.name === 'process' && taken.includes('env')) {
        add('environment', node);
      }
    },
    ImportDeclaration(node) {
      const imported = node.specifiers.map((specifier) => specifier.imported?.name);
      if (/^(node:)?process$/.test(node.source.value) && imported.includes('env')) add('environment', node);
    },
    CallExpression(node) {
      if (isCall(node.callee, 'Object', 'entries')) passedOn.add(node.arguments[0]);
      if (isCall(node.callee, 'Date', 'now') || isCall(node.callee, 'DateTime', 'now')) add('clock', node);
      if (isCall(node.callee, 'Math', 'random') || isCall(node.callee, 'crypto', 'randomUUID'))
        add('chance', node);
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        add('clock', node);
      }
    },
  }).visit(program);
  return uses;
}

/**
 * The source file a relative import means, or undefined.
 * @param {Map<string, Source>} sources
 * @param {string} from path of the importing file
 * @param {string} request
 */
export function resolveRelative(sources, from, request) {
  const path = join(dirname(from), request).split(sep).join('/');
  return [path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}/index.ts`].find((candidate) =>
    sources.has(candidate),
  );
}

/**
 * The file that defines an exported name, followed through re-exports; undefined if there is none.
 * @param {Map<string, Source>} sources
 * @param {string} path
 * @param {string} name
 * @returns {string | undefined}
 */
export function originOf(sources, path, name) {
  const source = sources.get(path);
  if (source === undefined) return undefined;
  if (source.definitions.has(name)) return path;
  const named = source.origins.get(name);
  const elsewhere = named ? [named] : source.stars.map((request) => ({ request, name }));
  for (const { request, name: original } of elsewhere) {
    const next = resolveRelative(sources, path, request);
    const origin = next && (original === '*' ? next : originOf(sources, next, original));
    if (origin) return origin;
  }
  return undefined;
}
