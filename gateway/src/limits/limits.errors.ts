import { GraphQLError } from 'graphql';

/** The limits a caller can run into; a refusal names the one. */
export type LimitName =
  | 'tokens'
  | 'depth'
  | 'aliases'
  | 'rootFields'
  | 'directives'
  | 'duplicateFields'
  | 'fields'
  | 'literalDepth'
  | 'cost'
  | 'listLength'
  | 'variableDepth'
  | 'bodyBytes';

const EXPLANATIONS: Record<LimitName, { what: string; advice: string }> = {
  tokens: { what: 'is longer than the permitted number of tokens', advice: 'Send it in several requests.' },
  depth: {
    what: 'nests its fields too deeply',
    advice: 'Ask for the inner records in a request of their own.',
  },
  aliases: { what: 'uses too many aliases', advice: 'Use a list field, or send it in several requests.' },
  rootFields: { what: 'asks for too many fields at its top', advice: 'Send it in several requests.' },
  directives: { what: 'uses too many directives', advice: 'Leave out those that are not needed.' },
  duplicateFields: {
    what: 'repeats too many fields in the same selection',
    advice: 'Name every field once a selection.',
  },
  fields: {
    what: 'asks for too many fields',
    advice: 'Ask for fewer fields, or send it in several requests.',
  },
  literalDepth: { what: 'nests a literal value too deeply', advice: 'Send the value as a variable.' },
  cost: {
    what: 'could answer with too many objects',
    advice: 'Ask for smaller pages (`first`) or for fewer lists within lists.',
  },
  listLength: { what: 'carries a list that is too long', advice: 'Send it in batches.' },
  variableDepth: { what: 'nests its variables too deeply', advice: 'Send flatter input.' },
  bodyBytes: { what: 'is larger than the permitted number of bytes', advice: 'Send it in smaller batches.' },
};

/**
 * The refusal of a request that asks for too much: it names the limit, its maximum, what was measured
 * (null when counting stopped at the maximum) and what to do. HTTP status 400, 413 for the body.
 *
 * @param where the variable or field at fault, if there is a single one
 */
export function limitError(
  limit: LimitName,
  measured: number | null,
  maximum: number,
  where?: string,
): GraphQLError {
  const { what, advice } = EXPLANATIONS[limit];
  const found = measured === null ? `more than ${maximum}` : `${measured}, at most ${maximum}`;
  const place = where === undefined ? '' : ` at ${where}`;
  return new GraphQLError(`The request ${what}${place} (${found}). ${advice}`, {
    extensions: {
      code: 'LIMIT_EXCEEDED',
      limit,
      maximum,
      measured,
      http: { status: limit === 'bodyBytes' ? 413 : 400 },
    },
  });
}
