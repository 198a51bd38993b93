import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { limitError } from './limits.errors.js';
import type { Limits } from './limits.js';

/** What a document amounts to with its fragments spread out; sums may reach Infinity. */
interface Measures {
  depth: number;
  aliases: number;
  directives: number;
  duplicateFields: number;
  fields: number;
  rootFields: number;
}

const NOTHING: Measures = {
  depth: 0,
  aliases: 0,
  directives: 0,
  duplicateFields: 0,
  fields: 0,
  rootFields: 0,
};

/** The measures a request is held to, in the order in which they are checked. */
const MEASURED = ['rootFields', 'aliases', 'directives', 'duplicateFields', 'depth', 'fields'] as const;

/**
 * Measures selections; a fragment is measured once however often it is spread, so that the time taken is
 * linear in the document although the sums are those of the document written out.
 */
class DocumentMeasurer {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Measures>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  selections(set: SelectionSetNode | undefined): Measures {
    if (!set) return NOTHING;
    const sum = { ...NOTHING };
    const names = new Set<string>();
    for (const selection of set.selections) {
      sum.directives += count(selection.directives);
      if (selection.kind === Kind.FIELD) {
        const inner = this.selections(selection.selectionSet);
        add(sum, inner);
        sum.depth = Math.max(sum.depth, inner.depth + 1);
        sum.fields += 1;
        sum.rootFields += 1;
        if (selection.alias) sum.aliases += 1;
        const name = selection.alias?.value ?? selection.name.value;
        if (names.has(name)) sum.duplicateFields += 1;
        names.add(name);
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? this.selections(selection.selectionSet)
            : this.#spread(selection.name.value);
        add(sum, inner);
        sum.depth = Math.max(sum.depth, inner.depth);
        sum.rootFields += inner.rootFields;
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const name = `...${selection.name.value}`;
          if (names.has(name)) sum.duplicateFields += 1;
          names.add(name);
        }
      }
    }
    return sum;
  }

  #spread(name: string): Measures {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    // A fragment inside itself, or one that does not exist, is refused by validation; here it counts nothing.
    this.#measured.set(name, NOTHING);
    if (!fragment) return NOTHING;
    const measures = this.selections(fragment.selectionSet);
    measures.directives += count(fragment.directives);
    this.#measured.set(name, measures);
    return measures;
  }
}

const count = (directives: readonly DirectiveNode[] | undefined): number => directives?.length ?? 0;

/** Adds the measures that sum up; depth and root fields are the caller's. */
function add(sum: Measures, inner: Measures): void {
  sum.aliases += inner.aliases;
  sum.directives += inner.directives;
  sum.duplicateFields += inner.duplicateFields;
  sum.fields += inner.fields;
}

/** The deepest nesting of lists and objects in any value the document writes out. */
function literalDepthOf(document: DocumentNode): number {
  let current = 0;
  let deepest = 0;
  const level = {
    enter() {
      current += 1;
      deepest = Math.max(deepest, current);
    },
    leave() {
      current -= 1;
    },
  };
  visit(document, { ListValue: level, ObjectValue: level });
  return deepest;
}

/** What the gateway needs to know of a document that is within the limits. */
export interface DocumentFacts {
  /** Whether every operation asks for nothing but the schema. */
  introspectionOnly: boolean;
}

/**
 * Holds a document to the limits that need neither schema nor variables. Runs before validation, whose own
 * cost is what the limits on aliases and repeated fields bound. Fragments that no operation uses count as
 * well, since validation reads them too.
 *
 * @throws GraphQLError LIMIT_EXCEEDED for the first limit that is exceeded
 */
export function admitDocument(document: DocumentNode, limits: Limits): DocumentFacts {
  const measurer = new DocumentMeasurer(document);
  let introspectionOnly = true;
  const total = { ...NOTHING };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION)
      continue;
    const measures = measurer.selections(definition.selectionSet);
    total.directives += count(definition.directives);
    add(total, measures);
    total.depth = Math.max(total.depth, measures.depth);
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      total.rootFields = Math.max(total.rootFields, measures.rootFields);
      for (const variable of definition.variableDefinitions ?? []) {
        total.directives += count(variable.directives);
      }
      introspectionOnly &&=
        definition.operation === 'query' &&
        definition.selectionSet.selections.every(
          (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
        );
    }
  }
  const literal = literalDepthOf(document);
  if (literal > limits.literalDepth) throw limitError('literalDepth', literal, limits.literalDepth);
  for (const name of MEASURED) {
    if (total[name] > limits[name]) throw limitError(name, total[name], limits[name]);
  }
  return { introspectionOnly };
}
