import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { Records } from '../records.js';
import { capital, type CustomerWord } from './company.fixture.js';

type Made = Record<string, { id: string } | null> & { userErrors: unknown[] };

/** Sends mutations; the id of what was made, or null where it was refused. */
function making(platform: TestPlatform) {
  return async (mutation: string, field: string, input: object): Promise<string | null> => {
    const type = `${capital(mutation)}Input`;
    const { data, errors } = await platform.ask<{ made: Made }>(
      ADMIN,
      `mutation Make($input: ${type}!) { made: ${mutation}(input: $input) { ${field} { id } userErrors { message } } }`,
      { input },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    return data.made[field]?.id ?? null;
  };
}

/**
 * Keeps a rotation with somebody who stands in, a form and a policy, by which a ticket of Alder escalates, which no file
 * brings. The policy takes no step while anybody looks.
 */
export async function keepOnCall(platform: TestPlatform, records: Records): Promise<void> {
  const make = making(platform);
  const must = async (...given: Parameters<typeof make>): Promise<string> => {
    const id = await make(...given);
    if (id === null) throw new Error(`${given[0]} was refused`);
    return id;
  };
  const [person] = records.of('Person');
  const rotationId = await must('createOnCallRotation', 'rotation', {
    idempotencyKey: 'rotation',
    name: 'Granite rotation',
    timeZone: 'UTC',
    layers: [{ name: 'Granite layer', personIds: [person?.id], startsOn: '2026-01-01' }],
  });
  await must('overrideOnCall', 'override', {
    idempotencyKey: 'override',
    rotationId,
    layer: 'Granite layer',
    personId: person?.id,
    to: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await must('createEscalationForm', 'form', {
    idempotencyKey: 'form',
    name: 'Granite form',
    kind: 'HIERARCHICAL',
    schema: { type: 'object' },
  });
  const policyId = await must('createEscalationPolicy', 'policy', {
    idempotencyKey: 'policy',
    name: 'Granite policy',
    conditions: { reopenedAtLeast: 1_000 },
    steps: [{ afterMinutes: 525_600, rotationId }],
  });
  const started = await firstAnswer(records.of('Ticket', 'alder'), ({ id }) =>
    make('startEscalation', 'run', {
      idempotencyKey: `start ${id}`,
      ticketId: id,
      policyId,
      reason: 'Granite reason',
    }),
  );
  if (started === null) throw new Error('no policy could be started');
}

/** Has an escalation asked for of a ticket of each of these customers. */
export async function escalate(
  platform: TestPlatform,
  records: Records,
  customers: readonly CustomerWord[],
): Promise<void> {
  const make = making(platform);
  for (const word of customers) {
    const input = { reason: `${capital(word)} reason`, information: { impact: `${capital(word)} impact` } };
    const asked = await firstAnswer(records.of('Ticket', word), ({ id }) =>
      make('requestEscalation', 'escalation', { ...input, idempotencyKey: `request ${id}`, ticketId: id }),
    );
    if (asked === null) throw new Error(`${word} has no open ticket of which an escalation can be asked for`);
  }
}

/** What the first record answers that has an answer. */
async function firstAnswer<One>(
  of: readonly One[],
  ask: (one: One) => Promise<string | null>,
): Promise<string | null> {
  for (const one of of) {
    const answer = await ask(one);
    if (answer !== null) return answer;
  }
  return null;
}
