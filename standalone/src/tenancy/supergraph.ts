import {
  buildASTSchema,
  isObjectType,
  parse,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A type with a key, and who resolves references to it. */
export interface EntityType {
  name: string;
  /** Names of the services, in lower case; where references are resolved. */
  resolvedBy: string[];
}

/** What the matrix is generated from: the composed graph as the gateway reads it. */
export interface Supergraph {
  schema: GraphQLSchema;
  entities: EntityType[];
  queries: GraphQLField<unknown, unknown>[];
  mutations: GraphQLField<unknown, unknown>[];
}

/** Reads the text of a supergraph (`join` v0.3 and later). */
export function readSupergraph(sdl: string): Supergraph {
  const schema = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
  const entities: EntityType[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const joins = directives(type, 'join__type').filter((join) => argument(join, 'key') !== undefined);
    if (joins.length === 0) continue;
    const resolvedBy = joins
      .filter((join) => argument(join, 'resolvable') !== false)
      .map((join) => String(argument(join, 'graph')).toLowerCase());
    entities.push({ name: type.name, resolvedBy: [...new Set(resolvedBy)] });
  }
  return {
    schema,
    entities,
    queries: visibleFields(schema.getQueryType()),
    mutations: visibleFields(schema.getMutationType()),
  };
}

/** The fields of a type that callers may name. */
export function visibleFields(type: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] {
  return Object.values(type?.getFields() ?? {}).filter(
    (field) =>
      !field.name.startsWith('_') &&
      directives(field, 'inaccessible').length === 0 &&
      directives(field, 'external').length === 0,
  );
}

function directives(
  element: {
    astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
  },
  name: string,
): ConstDirectiveNode[] {
  return (element.astNode?.directives ?? []).filter((directive) => directive.name.value === name);
}

function argument(directive: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value && 'value' in value ? value.value : undefined;
}
