/**
 * How much one request may ask for. Every maximum is inclusive; the defaults admit each operation of the
 * contract with room to spare, and the introspection query of the usual tools.
 */
export interface Limits {
  /** Lexical tokens of the document. */
  tokens: number;
  /** Levels of nested fields. */
  depth: number;
  /** Aliased fields, counted after fragments are spread out. */
  aliases: number;
  /** Fields at the top of one operation. */
  rootFields: number;
  /** Directives, counted after fragments are spread out. */
  directives: number;
  /** Fields or fragments that repeat a name inside one selection, summed over the document. */
  duplicateFields: number;
  /** Fields, counted after fragments are spread out. */
  fields: number;
  /**
   * Levels of nested lists and objects in a value written into the document; planning such a value takes time
   * that grows steeply with its depth. Deeper ones travel in the variables.
   */
  literalDepth: number;
  /** Objects the answer may hold; see `costOf`. */
  cost: number;
  /** Elements of any list in the variables: ids of a query, rows of an import. */
  listLength: number;
  /** Levels of nested lists and objects in the variables. */
  variableDepth: number;
  /** Bytes of the request's body. */
  bodyBytes: number;
  /** Errors of validation that are reported before the rest is left out. */
  validationErrors: number;
  /** Elements assumed for a list whose length the query does not state. */
  assumedListLength: number;
}

/** The limits in force unless the configuration says otherwise. */
export const DEFAULT_LIMITS: Limits = {
  tokens: 4_000,
  depth: 18,
  aliases: 50,
  rootFields: 20,
  directives: 50,
  duplicateFields: 20,
  fields: 1_000,
  literalDepth: 8,
  cost: 50_000,
  listLength: 1_000,
  variableDepth: 16,
  bodyBytes: 1_048_576,
  validationErrors: 20,
  assumedListLength: 10,
};
