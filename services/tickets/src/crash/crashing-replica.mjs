/**
 * A replica of the tickets service that, at each instant it is sent, looks at clocks and escalations as it does every
 * minute, and tells its parent once it has. It ends as if its machine had: by SIGKILL. `KILL_AT` counts the moments at
 * which dying makes a difference to what is stored: before each commit, when all but that is done, and after it. 0 lets
 * it live until its parent lets go of it.
 */
import { createLogger, Database } from '@plimsoll/shared';
import { ticketsDatabase } from '../../dist/index.js';
import { escalationJobs } from '../../dist/escalation-run/index.js';
import { slaClockJobs } from '../../dist/sla-clock/index.js';

/** Tickets whose clocks are settled in one transaction: fewer than there are, so that there are several. */
const AT_ONCE = 2;

const killAt = Number(process.env.KILL_AT);
const logger = createLogger('crashing', { level: process.env.PLIMSOLL_TEST_LOG ?? 'silent' });
const database = await Database.open({ ...ticketsDatabase, url: process.env.DATABASE_URL, logger });

let moments = 0;
// No handler runs and nothing is flushed: what was sent before is at the server, and nothing else is.
const live = () => {
  moments += 1;
  if (moments === killAt) process.kill(process.pid, 'SIGKILL');
};
const mortal = {
  async transaction(scope, fn) {
    const result = await database.transaction(scope, async (tx) => {
      const done = await fn(tx);
      live();
      return done;
    });
    live();
    return result;
  },
};

const look = async (instant) => {
  const dependencies = { database: mortal, logger, clock: () => new Date(instant) };
  for (const { handlers, crons } of [slaClockJobs(dependencies, AT_ONCE), escalationJobs(dependencies)]) {
    for (const { name } of crons) await handlers[name]({}, { id: '1', attempt: 1 });
  }
  process.send('looked');
};
// What goes wrong ends the process, which its parent notices.
process.on('message', (instant) => void look(instant));
process.once('disconnect', () => void database.close());
process.send('ready');
