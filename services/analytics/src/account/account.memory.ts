import type { Session } from '@plimsoll/shared';
import type { Agreement } from '../availability/index.js';
import { accountOf, agreementOf, type ServiceAccount } from './account.rules.js';
import { readAccountChanges } from './account.store.js';

/** All accounts and agreements, by id; agreements that did not change are the same object. */
export interface KnownAccounts {
  readonly accounts: ReadonlyMap<string, ServiceAccount>;
  readonly agreements: ReadonlyMap<string, Agreement>;
}

/**
 * What this process has read of all accounts, brought up to date with one statement whenever it is asked for. For
 * viewers who see every customer only: row-level security decides for the others.
 */
export class AccountMemory {
  #accounts = new Map<string, ServiceAccount>();
  #agreements: ReadonlyMap<string, Agreement> = new Map();
  #generation: number | null = null;
  #since: string | null = null;
  /** Readings are applied one after another, lest an older one overwrite a newer. */
  #tail: Promise<unknown> = Promise.resolve();

  /** All accounts as of this moment. The session sees all. */
  upToDate(session: Session): Promise<KnownAccounts> {
    const reading = this.#tail.then(() => this.#refresh(session));
    this.#tail = reading.catch(() => undefined);
    return reading;
  }

  async #refresh(session: Session): Promise<KnownAccounts> {
    let changes = await readAccountChanges(session, this.#since);
    if (this.#generation !== null && changes.generation !== this.#generation) {
      this.#accounts = new Map();
      this.#agreements = new Map();
      changes = await readAccountChanges(session, null);
    }
    const { generation, since, lines, agreements } = changes;
    for (const line of lines) {
      const account = accountOf(line);
      this.#accounts.set(account.customerId, account);
    }
    const changed = agreements.map(({ id, text }) => [id, agreementOf(text)] as const);
    if (changed.some(([id, agreement]) => this.#agreements.get(id) !== agreement)) {
      this.#agreements = new Map([...this.#agreements, ...changed]);
    }
    this.#generation = generation;
    this.#since = since;
    return { accounts: this.#accounts, agreements: this.#agreements };
  }
}
