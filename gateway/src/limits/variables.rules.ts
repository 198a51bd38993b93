import { limitError } from './limits.errors.js';
import type { Limits } from './limits.js';

/**
 * Holds the variables of a request to the limits: no list longer than `listLength`, wherever it is, and no
 * nesting deeper than `variableDepth`.
 *
 * @throws GraphQLError LIMIT_EXCEEDED naming the variable at fault
 */
export function admitVariables(variables: Readonly<Record<string, unknown>>, limits: Limits): void {
  const waiting: { value: unknown; where: string; depth: number }[] = [];
  for (const [name, value] of Object.entries(variables)) waiting.push({ value, where: `$${name}`, depth: 0 });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, where, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= limits.variableDepth) throw limitError('variableDepth', null, limits.variableDepth, where);
    if (Array.isArray(value)) {
      if (value.length > limits.listLength) {
        throw limitError('listLength', value.length, limits.listLength, where);
      }
      for (const element of value) {
        if (typeof element === 'object') waiting.push({ value: element, where, depth: depth + 1 });
      }
    } else {
      for (const [name, field] of Object.entries(value)) {
        if (typeof field === 'object') {
          waiting.push({ value: field, where: depth === 0 ? `${where}.${name}` : where, depth: depth + 1 });
        }
      }
    }
  }
}
