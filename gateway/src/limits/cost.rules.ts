import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const SIZE_ARGUMENTS = ['first', 'last'];

/**
 * The cost of an operation: the number of objects its answer may hold at most. An object costs 1, a leaf
 * nothing. A list multiplies what one element costs by its length: the `first` (or `last`) of the field
 * itself or of the connection it belongs to, taken from the query, the variables or the default of the
 * schema; where none states it, `assumedListLength`. Fragments are spread out.
 *
 * The document must have passed validation and the limit on fields, which bounds the time this takes.
 */
export function costOf(question: {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  schema: GraphQLSchema;
  variables: Readonly<Record<string, unknown>>;
  assumedListLength: number;
}): number {
  const { document, operation, schema, variables, assumedListLength } = question;
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  /** The length the query states for this field, if it states one. */
  function statedLength(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    for (const name of SIZE_ARGUMENTS) {
      const argument = field.args.find((one) => one.name === name);
      if (!argument) continue;
      let value = node.arguments?.find((one) => one.name.value === name)?.value;
      if (value?.kind === Kind.VARIABLE) {
        const variable = value.name.value;
        const given = variables[variable];
        if (typeof given === 'number') return Math.max(0, given);
        value =
          given === undefined
            ? operation.variableDefinitions?.find((one) => one.variable.name.value === variable)?.defaultValue
            : undefined;
      }
      if (value?.kind === Kind.INT) return Math.max(0, Number(value.value));
      if (typeof argument.defaultValue === 'number') return Math.max(0, argument.defaultValue);
    }
    return undefined;
  }

  function costOfField(
    node: FieldNode,
    parent: GraphQLCompositeType,
    pageLength: number | undefined,
  ): number {
    if (!node.selectionSet) return 0;
    const field =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (!field) return 1;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return 0;
    const stated = statedLength(node, field);
    if (isListType(getNullableType(field.type))) {
      const length = stated ?? pageLength ?? assumedListLength;
      return length * (1 + costOfSelections(node.selectionSet, type, undefined));
    }
    const pages = field.args.some((argument) => SIZE_ARGUMENTS.includes(argument.name));
    return 1 + costOfSelections(node.selectionSet, type, pages ? (stated ?? assumedListLength) : undefined);
  }

  function costOfSelections(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    pageLength: number | undefined,
  ): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        cost += costOfField(selection, parent, pageLength);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      cost += costOfSelections(
        fragment.selectionSet,
        isCompositeType(condition) ? condition : parent,
        pageLength,
      );
    }
    return cost;
  }

  return costOfSelections(operation.selectionSet, root, undefined);
}
