import { scopeOf, type Logger, type Principal } from '@plimsoll/shared';
import { contactsUnavailable, unauthenticated } from './authentication.errors.js';

/** Asks the service that keeps contacts whether one may sign in. */
export type ContactLookup = (contactId: string, requestId: string) => Promise<boolean>;

/** How long an answer is not asked for again: a deactivated contact is refused after that at the latest. */
const REMEMBERED_MILLISECONDS = 10_000;
/** How long a contact that was let in stays so while the service that keeps contacts does not answer. */
const TRUSTED_MILLISECONDS = 3_600_000;
const REMEMBERED_CONTACTS = 10_000;

/** Keeps deactivated contacts out, whose tokens are good as far as their issuer knows. */
export class ContactGuard {
  readonly #lookup: ContactLookup;
  readonly #logger: Logger;
  readonly #clock: () => number;
  readonly #answers = new Map<string, { isActive: boolean; at: number }>();
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(lookup: ContactLookup, logger: Logger, clock: () => number = Date.now) {
    this.#lookup = lookup;
    this.#logger = logger;
    this.#clock = clock;
  }

  /**
   * Lets pass whoever is no contact, or one that may sign in.
   *
   * @throws GraphQLError UNAUTHENTICATED for a deactivated contact; AUTHENTICATION_UNAVAILABLE
   */
  async admit(principal: Principal, requestId: string): Promise<Principal> {
    const { contactId } = principal;
    if (contactId === undefined || scopeOf(principal).kind !== 'CONTACT') return principal;
    const known = this.#answers.get(contactId);
    const isFresh = known !== undefined && this.#clock() - known.at < REMEMBERED_MILLISECONDS;
    const isActive = isFresh ? known.isActive : await this.#askOnce(contactId, requestId);
    if (!isActive) throw unauthenticated('CONTACT_INACTIVE');
    return principal;
  }

  /** Requests of one contact at the same time ask once. */
  #askOnce(contactId: string, requestId: string): Promise<boolean> {
    const running = this.#asked.get(contactId);
    if (running) return running;
    const asking = this.#ask(contactId, requestId).finally(() => this.#asked.delete(contactId));
    this.#asked.set(contactId, asking);
    return asking;
  }

  async #ask(contactId: string, requestId: string): Promise<boolean> {
    // Taken before the question: whatever happens to the contact while it is answered counts from here.
    const now = this.#clock();
    try {
      const isActive = await this.#lookup(contactId, requestId);
      this.#answers.delete(contactId);
      for (const oldest of this.#answers.keys()) {
        if (this.#answers.size >= REMEMBERED_CONTACTS) this.#answers.delete(oldest);
        break;
      }
      this.#answers.set(contactId, { isActive, at: now });
      return isActive;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.error({ reason, requestId }, 'contacts cannot be checked');
      const known = this.#answers.get(contactId);
      if (known && now - known.at < TRUSTED_MILLISECONDS) return known.isActive;
      throw contactsUnavailable();
    }
  }
}
