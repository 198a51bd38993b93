/** Why a statement could not be carried out, though nothing is wrong with what was asked. */
export type DatabaseErrorCode =
  /** The server cannot be reached, or went away while the statement ran; a COMMIT may or may not have happened. */
  | 'DATABASE_UNAVAILABLE'
  /** Every connection of the pool stayed in use for the whole acquisition time-out, or the server lacks resources. */
  | 'DATABASE_BUSY'
  /** The statement or its transaction ran into a time-out and was cancelled. */
  | 'DATABASE_TIMEOUT'
  /** Another transaction won a serialization conflict or a deadlock; the same request may succeed when repeated. */
  | 'DATABASE_CONTENTION';

/** A failure of the database itself, never of the caller's input: reported as a surprise, safe to retry later. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }
}

/** The five-character SQLSTATE of an error of the driver or of the mapper around it; undefined when it has none. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = driverError(error)['code'];
  return typeof code === 'string' ? code : undefined;
}

/** The name of the constraint an error reports as violated; undefined for every other error. */
export function violatedConstraint(error: unknown): string | undefined {
  const constraint = driverError(error)['constraint'];
  return typeof constraint === 'string' ? constraint : undefined;
}

/**
 * The same error, or a `DatabaseError` where it means that the database is away, busy, too slow or contended.
 * Constraint violations and faulty SQL pass unchanged, since only the store that sent them knows what they mean.
 */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof DatabaseError) return error;
  const state = sqlStateOf(error) ?? '';
  if (state === '40001' || state === '40P01' || state === '55P03') {
    return new DatabaseError('DATABASE_CONTENTION', 'Another transaction was in the way; try again.', error);
  }
  // 25P03/25P04 end the whole connection, but say that the transaction was too slow.
  if (state === '57014' || state === '25P03' || state === '25P04') {
    return new DatabaseError('DATABASE_TIMEOUT', 'The database took too long and was stopped.', error);
  }
  if (state === '53300') {
    return new DatabaseError('DATABASE_BUSY', 'The database has no free connection.', error);
  }
  // No room, no memory, a file that cannot be read: nothing that what was asked could help.
  if (state.startsWith('53') || state.startsWith('58')) {
    return new DatabaseError(
      'DATABASE_BUSY',
      'The database lacks disk, memory or files at the moment.',
      error,
    );
  }
  const text = driverError(error)['message'];
  const message = typeof text === 'string' ? text : '';
  if (/timeout exceeded when trying to connect/.test(message)) {
    return new DatabaseError('DATABASE_BUSY', 'No database connection became free in time.', error);
  }
  const gone =
    state.startsWith('08') ||
    /^57P0[1-5]$/.test(state) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/.test(state) ||
    /Connection terminated|Client (was closed|has encountered)|not queryable|QueryRunner|Cannot use a pool/.test(
      message,
    );
  return gone ? new DatabaseError('DATABASE_UNAVAILABLE', 'The database cannot be reached.', error) : error;
}

function driverError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return {};
  const inner = (error as { driverError?: unknown }).driverError;
  return (typeof inner === 'object' && inner !== null ? inner : error) as Record<string, unknown>;
}
