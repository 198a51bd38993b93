import { GraphQLError, parse } from 'graphql';
import { admitDocument, type DocumentFacts } from './document.rules.js';
import { limitError } from './limits.errors.js';
import type { Limits } from './limits.js';

const REMEMBERED_DOCUMENTS = 1_000;
const REMEMBERED_CHARACTERS = 32_768;

/**
 * Admits documents by their text and remembers those it admitted, so that a document sent again costs a
 * look-up. A text that does not parse is passed over: the server words that error.
 */
export class DocumentGate {
  readonly #limits: Limits;
  readonly #admitted = new Map<string, DocumentFacts>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws GraphQLError LIMIT_EXCEEDED */
  admit(text: string): DocumentFacts {
    const known = this.#admitted.get(text);
    if (known) return known;
    const facts = this.#measure(text);
    if (text.length <= REMEMBERED_CHARACTERS) {
      if (this.#admitted.size >= REMEMBERED_DOCUMENTS) {
        for (const oldest of this.#admitted.keys()) {
          this.#admitted.delete(oldest);
          break;
        }
      }
      this.#admitted.set(text, facts);
    }
    return facts;
  }

  #measure(text: string): DocumentFacts {
    const { tokens } = this.#limits;
    let document;
    try {
      document = parse(text, { maxTokens: tokens, noLocation: true });
    } catch (error) {
      if (error instanceof GraphQLError && error.message.includes(`more that ${tokens} tokens`)) {
        throw limitError('tokens', null, tokens);
      }
      return { introspectionOnly: false };
    }
    return admitDocument(document, this.#limits);
  }
}
