/** The last delivery that is being taken, by the database it is taken for. */
const turns = new WeakMap<object, Promise<unknown>>();

/**
 * Takes deliveries one after another within a process. Those about one repository wait for each other anyway; here they
 * do so before they hold a client of the database, which whoever is at work may need a second one of.
 *
 * @param database stands for the database
 */
export function inTurn<T>(database: object, take: () => Promise<T>): Promise<T> {
  const before = turns.get(database) ?? Promise.resolve();
  const turn = before.then(take);
  turns.set(
    database,
    turn.catch(() => undefined),
  );
  return turn;
}
