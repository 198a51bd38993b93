import { GraphQLError, Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Principal } from '../principal/index.js';
import { allowsKey, keyScopeMissing } from './authorization.js';

/**
 * What an API key may ask a subgraph for, whatever the operation: reading, references included, takes the scope
 * `READ`; each mutation asks for its own scope (`requireKeyScope`). Undefined where
 * nothing is to be refused.
 */
export function refusalOfKey(
  principal: Principal,
  document: DocumentNode,
  operationName?: string | null,
): GraphQLError | undefined {
  if (principal.keyScopes === undefined) return undefined;
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName == null || definition.name?.value === operationName),
  );
  if (operation?.operation === 'mutation' || allowsKey(principal, 'READ')) return undefined;
  const { code, message } = keyScopeMissing('READ');
  return new GraphQLError(message, { extensions: { code } });
}
