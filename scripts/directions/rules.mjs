import { dirname, join, sep } from 'node:path';
import { originOf, resolveRelative } from './sources.mjs';

/**
 * @typedef {object} Finding
 * @property {string} path
 * @property {number} line
 * @property {string} rule
 * @property {string} message what is wrong and what to do instead
 */

const serviceNames = ['entitlements', 'tickets', 'assets', 'analytics'];
const services = new RegExp(`^@plimsoll/(${serviceNames.join('|')})(/|$)`);
const mayComposeServices = ['standalone', 'cli', 'bench'];

/** What each role may not import within its package, and what it does instead. */
const layers = {
  resolver: [['store', 'entity'], 'go through the service (to change) or the loader (to read)'],
  service: [
    ['resolver', 'loader', 'entity'],
    'a service decides with rules and reads and writes through stores',
  ],
  loader: [['resolver', 'service', 'entity', 'types'], 'a loader batches reads of its store'],
  store: [['resolver', 'service', 'loader', 'types'], 'a store takes and returns domain values'],
  entity: [['resolver', 'service', 'loader', 'store', 'types'], 'an entity only maps columns'],
  types: [['resolver', 'service', 'store', 'loader', 'entity'], 'a GraphQL type knows rules at most'],
  errors: [
    ['resolver', 'service', 'store', 'loader', 'entity', 'types'],
    'an error knows codes and messages only',
  ],
};

/** Packages without input, output or clock of their own: all that a rule may call. */
const purePackages = new Set([
  'luxon',
  'rrule',
  'libphonenumber-js',
  'decimal.js',
  'ml-matrix',
  'simple-statistics',
  'class-validator',
  'csv-stringify/sync',
  '@plimsoll/json-schema',
  '@plimsoll/working-time',
  'ajv/dist/2020.js',
  'ajv-formats',
  're2js',
  'node:assert',
  'node:crypto',
  'node:util',
  'node:buffer',
]);
/** Outside the services rules also decide about GraphQL documents. */
const pureOutsideServices = new Set([...purePackages, 'graphql']);

/** What of packages/shared a rule may call: principals, errors and rules; nothing that reads or writes. */
const pureMechanism = /^packages\/shared\/src\/(errors\/.*|principal\/principal|.*\.(rules|errors))\.ts$/;

/**
 * Checks every source against the architecture's directions.
 * @param {Map<string, import('./sources.mjs').Source>} sources
 * @returns {Finding[]} in order of path and line
 */
export function checkDirections(sources) {
  const findings = [];
  for (const source of sources.values()) {
    const report = (line, rule, message) => findings.push({ path: source.path, line, rule, message });
    const place = placeOf(source.path);
    for (const item of source.imports) {
      checkPackages(place, item, report);
      const target = item.request.startsWith('.')
        ? resolveRelative(sources, source.path, item.request)
        : undefined;
      if (place.isTest) continue;
      if (target) {
        checkNouns(place, placeOf(target), item, report);
        checkLayers(sources, place, placeOf(target), item, report);
      }
      if (place.role === 'rules') checkRules(sources, place, target, item, report);
    }
    checkUses(place, source, report);
  }
  return findings.sort((a, b) => a.path.localeCompare(b.path, 'en') || a.line - b.line);
}

/** Where a file stands: package, service, noun (folder under src) and role (suffix). */
function placeOf(path) {
  const parts = path.split('/');
  const source = parts.indexOf('src');
  const rest = parts.slice(source + 1);
  const file = rest.at(-1);
  const isTest = file.endsWith('.test.ts');
  return {
    path,
    folder: parts.slice(0, source).join('/'),
    inService: parts[0] === 'services',
    noun: rest.length > 1 ? rest[0] : undefined,
    role: isTest ? undefined : /\.([a-z]+)\.ts$/.exec(file)?.[1],
    isIndex: file === 'index.ts',
    isTest,
    file,
  };
}

function checkPackages(place, item, report) {
  const { request, line } = item;
  const relative = request.startsWith('.');
  if (relative) {
    const target = join(dirname(place.path), request).split(sep).join('/');
    if (target !== `${place.folder}/src` && !target.startsWith(`${place.folder}/`)) {
      const rule = /^services\//.test(target) && place.inService ? 'services-apart' : 'package-by-name';
      report(
        line,
        rule,
        `'${request}' leaves ${place.folder}; ${rule === 'services-apart' ? apart : byName}`,
      );
    }
    return;
  }
  const itself = `@plimsoll/${place.folder.split('/').at(-1)}`;
  if (request === itself) {
    report(
      line,
      'own-package',
      `a package does not import itself by name; import the file it needs by its path`,
    );
  } else if (place.folder.startsWith('packages/') && /^@plimsoll\/(?!shared(\/|$))/.test(request)) {
    report(
      line,
      'mechanism-only',
      `'${request}' in ${place.folder}; packages know no service, gateway or program`,
    );
  } else if (services.test(request)) {
    if (place.inService) report(line, 'services-apart', `'${request}' in ${place.folder}; ${apart}`);
    else if (!mayComposeServices.includes(place.folder)) {
      report(
        line,
        'composed-once',
        `'${request}' in ${place.folder}; only ${mayComposeServices.join(', ')} put services together`,
      );
    }
  } else if (
    place.inService &&
    /^@plimsoll\/(gateway|standalone|cli|bench|demonstration)(\/|$)/.test(request)
  ) {
    report(
      line,
      'services-apart',
      `'${request}' in ${place.folder}; a service knows only itself and @plimsoll/shared`,
    );
  }
}

const apart = 'services never import one another: use events, or @requires in the graph';
const byName = 'import another package by its name, from its index';

function checkNouns(place, target, item, report) {
  if (!place.inService || place.noun === undefined || place.folder !== target.folder) return;
  if (target.noun === undefined || target.noun === place.noun || target.noun === 'database') return;
  if (target.isIndex) return;
  // The data source has to name every mapping.
  if (place.noun === 'database' && target.role === 'entity') return;
  report(
    item.line,
    'nouns-meet-at-index',
    `'${item.request}' reaches into ${target.noun}; import it from '../${target.noun}/index.js'`,
  );
}

function checkLayers(sources, place, target, item, report) {
  const [refused, instead] = layers[place.role] ?? [[]];
  const acrossNouns = place.noun !== target.noun;
  for (const origin of originsOf(sources, target, item)) {
    if (!refused.includes(origin.role)) continue;
    // A shape is stated once, as GraphQL type or input; naming it brings nothing of GraphQL along.
    if (origin.role === 'types' && origin.typeOnly && ['store', 'loader', 'entity'].includes(place.role))
      continue;
    // So may a resolver name the records it is given; a class of the store could only be meant to be called.
    if (origin.role === 'store' && place.role === 'resolver' && namesShapes(sources, origin, item)) continue;
    // What another noun offers at its index may be a use case; how it gets there is its own affair.
    if (origin.role === 'service' && acrossNouns && place.role === 'loader') continue;
    report(
      item.line,
      `${place.role}-direction`,
      `'${item.request}' brings a ${origin.role} into a ${place.role}; ${instead}`,
    );
    return;
  }
}

/** Only interfaces and aliases of this file are imported, as types. */
function namesShapes(sources, origin, item) {
  const { definitions } = sources.get(origin.path);
  return item.typeOnly && item.names.every((name) => (definitions.get(name) ?? 'shape') === 'shape');
}

function checkRules(sources, place, target, item, report) {
  const tell = (why) =>
    report(
      item.line,
      'rules-are-pure',
      `'${item.request}' in a rules file: ${why}; rules import rules and errors only`,
    );
  if (item.request.startsWith('.')) {
    if (target === undefined) return;
    for (const origin of originsOf(sources, placeOf(target), item)) {
      if (origin.unknown) tell(`${origin.unknown} is not exported by name from a rules or errors file`);
      else if (origin.role === 'rules' || origin.role === 'errors') continue;
      else if (!place.inService && (item.typeOnly || origin.noun === 'errors') && !(origin.role in layers))
        continue;
      else tell(`it comes from ${origin.file}`);
      return;
    }
    return;
  }
  const pure = place.inService ? purePackages : pureOutsideServices;
  if (pure.has(item.request)) return;
  if (item.request !== '@plimsoll/shared') {
    tell('it may have effects of its own');
  } else if (!item.typeOnly) {
    const origins = item.values.map((name) => originOf(sources, 'packages/shared/src/index.ts', name));
    if (!origins.every((origin) => origin && pureMechanism.test(origin))) {
      tell('only types, principals, errors and rules may come from there');
    }
  }
}

/** The files that the imported names come from: an index is looked through, any other file is itself. */
function originsOf(sources, target, item) {
  if (!target.isIndex || item.names.length === 0) return [{ ...target, typeOnly: item.typeOnly }];
  return item.names.map((name) => {
    const typeOnly = !item.values.includes(name);
    const path = originOf(sources, target.path, name);
    return path === undefined ? { unknown: name, role: undefined } : { ...placeOf(path), typeOnly };
  });
}

function checkUses(place, source, report) {
  const readsEnvironment =
    place.isTest ||
    ['config.ts', 'main.ts'].includes(place.file) ||
    place.role === 'config' ||
    place.path.includes('/testing/');
  for (const { kind, line } of source.uses) {
    if (kind === 'environment' && !readsEnvironment) {
      report(
        line,
        'environment-in-config',
        'process.env is read here; only config.ts and main.ts read it, and pass it on',
      );
    }
    if (kind !== 'environment' && place.role === 'rules') {
      const what = kind === 'clock' ? 'the current time' : 'a random value';
      report(line, 'rules-are-pure', `a rules file asks for ${what}; take it as an argument`);
    }
  }
}
