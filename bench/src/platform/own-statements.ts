import type { MeasuredPlatform } from './measured-platform.js';

const BESIDE = /\b(inbox_cursor|outbox|graphile_worker|set_config)\b|^(begin|commit|select 1$)/i;

/**
 * Statements of one request by service, without what relays, consumers and jobs ask in between, and without the
 * statement by which a connection is told who is asking, which is sent only where that has changed.
 */
export async function statementsOf(
  platform: MeasuredPlatform,
  ask: () => Promise<unknown>,
): Promise<Record<string, string[]>> {
  const sent = await platform.statementsDuring(ask);
  return Object.fromEntries(
    Object.entries(sent).map(([name, own]) => [name, own.filter((sql) => !BESIDE.test(sql))]),
  );
}
