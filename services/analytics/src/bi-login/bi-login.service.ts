import { randomBytes } from 'node:crypto';
import {
  authorize,
  authorOf,
  createOnce,
  DomainError,
  notFound,
  sqlStateOf,
  type RequestContext,
  type UpdateInput,
} from '@plimsoll/shared';
import { loginOf, scramVerifier } from './bi-login.rules.js';
import { biLoginRecords, closeLogin, isPartner, openLogin, type BiLoginRecord } from './bi-login.store.js';
import type { CreateBiLoginInput } from './bi-login.types.js';

const PASSWORD_BYTES = 24;
const SALT_BYTES = 16;
const ROLE_EXISTS = '42710';
const NO_RIGHT = '42501';

/**
 * Makes a login for SQL, once for its idempotency key. Its password is in the first answer alone: nobody keeps it. Role: admin.
 *
 * @throws DomainError `INVALID`, `NOT_FOUND`, `CONFLICT` where the name is taken, `NOT_AVAILABLE` where the database does not
 *   let the platform make roles
 */
export async function createBiLogin(
  context: RequestContext,
  input: CreateBiLoginInput,
): Promise<{ record: BiLoginRecord; password: string | null }> {
  authorize(context, 'admin');
  const login = loginOf(input.name);
  let password: string | null = null;
  const record = await createOnce(context, biLoginRecords, {
    prefix: 'bil',
    mutation: 'createBiLogin',
    input,
    values: async (tx) => {
      const partnerId = input.partnerId ?? null;
      if (partnerId !== null && !(await isPartner(tx, partnerId))) {
        throw notFound('partner', partnerId, ['partnerId']);
      }
      password = randomBytes(PASSWORD_BYTES).toString('base64url');
      try {
        await openLogin(tx, login, scramVerifier(password, randomBytes(SALT_BYTES)));
      } catch (error) {
        throw refusalOf(error, login);
      }
      return { login, partnerId, createdAt: context.now, revokedAt: null };
    },
  });
  return { record, password };
}

/** Ends a login: its connections end, and its name is nobody's. Role: admin. */
export async function revokeBiLogin(context: RequestContext, input: UpdateInput): Promise<BiLoginRecord> {
  authorize(context, 'admin');
  return context.session.transaction((tx) =>
    biLoginRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      async ({ login, revokedAt }) => {
        if (revokedAt !== null) return {};
        await closeLogin(tx, login);
        return { revokedAt: context.now };
      },
    ),
  );
}

function refusalOf(error: unknown, login: string): unknown {
  const state = sqlStateOf(error);
  if (state === ROLE_EXISTS) {
    return new DomainError('CONFLICT', `There is a login ${login} already; choose another name.`, ['name']);
  }
  if (state === NO_RIGHT) {
    return new DomainError(
      'NOT_AVAILABLE',
      'The database does not let the platform make logins: its owner lacks the right CREATEROLE.',
      [],
    );
  }
  return error;
}
