import type { Session } from '../database/index.js';
import type { Author } from '../history/index.js';
import { idempotently } from '../idempotency/index.js';
import { newId } from '../ids/index.js';
import type { KeptRecord, Records } from '../records/index.js';
import { checkText } from '../formats/index.js';
import { authorOf } from './authorization.js';
import type { RequestContext } from './context.js';
import type { CreateInput } from './values.js';

/**
 * Creates a record once for its idempotency key, with its history and event, in one transaction; a repetition
 * answers the record as it is now. The caller has been authorized before.
 *
 * @param options.author who makes it and why; the caller, without a reason, by default
 * @param options.values decides the record's values; may read and write in the transaction and throw a DomainError
 */
export async function createOnce<R extends KeptRecord>(
  context: RequestContext,
  records: Records<R>,
  options: {
    prefix: string;
    mutation: string;
    input: CreateInput;
    author?: Author;
    values: (tx: Session) => Promise<Omit<R, keyof KeptRecord>> | Omit<R, keyof KeptRecord>;
  },
): Promise<R> {
  const { prefix, mutation, input, author = authorOf(context), values } = options;
  checkText(input.idempotencyKey, 'idempotencyKey');
  return context.session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal: context.principal, mutation, key: input.idempotencyKey, body: input },
      async () => {
        const kept = { id: newId(prefix), version: 1, externalId: null, source: null };
        const record = { ...(await values(tx)), ...kept } as unknown as R;
        await records.create(tx, author, [record]);
        return record;
      },
    );
    return records.require(tx, id, ['idempotencyKey']);
  });
}
