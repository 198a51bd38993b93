import type { BusEvent, Session } from '@plimsoll/shared';
import type { z } from 'zod';
import { newestOf, type Copies } from './copy.store.js';

/** Takes in consecutive events of one type; the same events again change nothing. */
export type Handler = (tx: Session, events: BusEvent[]) => Promise<void>;

/** The handlers of a producer's events, by type. */
export type Handlers = Record<string, Handler>;

/** What an event says of a record beside its own fields. */
export interface ToldOf {
  id: string;
  version: number;
}

/**
 * A handler that keeps the newest state of each aggregate.
 *
 * @param columns what is kept of what is told, by column
 * @param around answers for what follows from it; calls `keep` once
 */
export function keeping<Data extends object>(
  copies: Copies,
  schema: z.ZodType<Data>,
  columns: (data: Data) => Record<string, unknown>,
  around: (tx: Session, rows: (ToldOf & { data: Data })[], keep: () => Promise<void>) => Promise<void> = (
    _tx,
    _rows,
    keep,
  ) => keep(),
): Handler {
  return async (tx, events) => {
    const rows = newestOf(events).map(({ subject: id, version, data }) => ({
      id,
      version,
      data: schema.parse(data),
    }));
    await around(tx, rows, () =>
      copies.keep(
        tx,
        rows.map(({ id, version, data }) => ({ ...columns(data), id, version })),
      ),
    );
  };
}

/** The handler of a noun's events: of its beginning and of each change. */
export function ofNoun(
  noun: string,
  handler: Handler,
  verbs: readonly string[] = ['created', 'updated'],
): Handlers {
  return Object.fromEntries(verbs.map((verb) => [`plimsoll.${noun}.${verb}.v1`, handler]));
}

/**
 * All these handlers; those of one type take in its events in turn. Types with the same handlers have the same one here,
 * too, so that it may be given the events of several types at once.
 */
export function inTurn(...all: readonly Handlers[]): Handlers {
  const byType = new Map<string, Handler[]>();
  for (const handlers of all) {
    for (const [type, handler] of Object.entries(handlers)) {
      byType.set(type, [...(byType.get(type) ?? []), handler]);
    }
  }
  const combined: [Handler[], Handler][] = [];
  return Object.fromEntries(
    [...byType].map(([type, handlers]): [string, Handler] => {
      const known = combined.find(
        ([same]) => same.length === handlers.length && same.every((one, place) => one === handlers[place]),
      );
      if (known) return [type, known[1]];
      const handler: Handler = async (tx, events) => {
        for (const one of handlers) await one(tx, events);
      };
      combined.push([handlers, handler]);
      return [type, handler];
    }),
  );
}
