import type { Principal } from '@plimsoll/shared';
import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { Records } from '../records.js';
import { capital, type CustomerWord } from './company.fixture.js';

interface Versioned {
  id: string;
  version: number;
}

/** Sends mutations that answer with a record, as staff or as somebody else. */
function sending(platform: TestPlatform) {
  return async (
    mutation: string,
    input: Record<string, unknown>,
    {
      type = `${capital(mutation)}Input`,
      caller = ADMIN,
    }: { type?: string | undefined; caller?: Principal } = {},
  ): Promise<Versioned> => {
    const field = FIELDS.find(([part]) => mutation.includes(part))?.[1] ?? 'ticket';
    const { data, errors } = await platform.ask<{
      made: Record<string, Versioned | null> & { userErrors: unknown[] };
    }>(
      caller,
      `mutation Live($input: ${type}!) { made: ${mutation}(input: $input) { ${field} { id version } userErrors { code message } } }`,
      { input },
    );
    const record = data?.made[field];
    if (!record) throw new Error(`${mutation}: ${JSON.stringify([data, errors])}`);
    return record;
  };
}

/** The field of the payload, by a part of the mutation's name. */
const FIELDS = [
  ['View', 'savedView'],
  ['ajorIncident', 'majorIncident'],
  ['ostmortem', 'postmortem'],
] as const;

async function readTicket(platform: TestPlatform, id: string | undefined): Promise<Versioned> {
  const { data } = await platform.ask<{ ticket: Versioned | null }>(
    ADMIN,
    'query Ticket($id: ID!) { ticket(id: $id) { id version } }',
    { id },
  );
  if (!data?.ticket) throw new Error(`there is no ticket ${id}`);
  return data.ticket;
}

const ticketNamed = (records: Records, word: CustomerWord, externalId: string) =>
  records.of('Ticket', word).find((record) => record.externalId === externalId)?.id;

/**
 * What the desk does with tickets of Alder and Acacia, which no file brings: an enhancement is asked for, somebody outside
 * is asked, and an incident is led and learned from; of each only what customers are told begins with their word. A
 * member of staff saves a view.
 */
export async function liveThroughTickets(platform: TestPlatform, records: Records): Promise<void> {
  const send = sending(platform);
  const step = async (mutation: string, ticketId: string | undefined, input: object, type?: string) => {
    const { id, version } = await readTicket(platform, ticketId);
    return send(mutation, { id, expectedVersion: version, ...input }, { type });
  };
  const personId = records.of('Person')[0]?.id ?? '';
  await send(
    'saveView',
    { idempotencyKey: 'view', name: 'Granite view' },
    { caller: { ...ADMIN, personId } },
  );
  await step('handToEngineering', ticketNamed(records, 'alder', 'alder-ticket'), {
    nature: 'ENHANCEMENT',
    subject: 'Granite enhancement',
    text: 'Granite words to engineering',
    reference: 'Granite reference',
  });
  await step('referToThirdParty', ticketNamed(records, 'acacia', 'acacia-ticket'), {
    vendor: 'Granite vendor',
    reference: 'Granite reference',
    text: 'Granite question',
  });
  await leadIncident(platform, records, personId);
}

/** Reported by the customer itself: what the desk opens would count as an outage from now on. */
async function leadIncident(platform: TestPlatform, records: Records, personId: string): Promise<void> {
  const send = sending(platform);
  const contact: Principal = {
    subject: 'contact-alder',
    roles: ['contact'],
    customerId: records.of('Customer', 'alder')[0]?.id ?? '',
    contactId: records.of('Contact', 'alder')[0]?.id ?? '',
  };
  const { id } = await send(
    'openTicket',
    { idempotencyKey: 'led', subject: 'Alder is down', kind: 'INCIDENT' },
    { caller: contact },
  );
  const now = async () => {
    const { version } = await readTicket(platform, id);
    return { id, expectedVersion: version };
  };
  const led = await send('declareMajorIncident', {
    ...(await now()),
    commanderId: personId,
    scribeId: personId,
    reason: 'Granite reason to lead it',
  });
  await send('postStatusUpdate', {
    ...(await now()),
    status: 'IDENTIFIED',
    text: 'Alder is looked after',
    components: ['Alder front'],
  });
  await send('resolveTicket', { ...(await now()), text: 'Alder is up again' });
  await send('standDownMajorIncident', {
    id: led.id,
    expectedVersion: led.version + 1,
    text: 'Granite relief',
  });
  let postmortem = await send('startPostmortem', { ...(await now()), ownerId: personId });
  const learn = async (mutation: string, input: object, type?: string, caller: Principal = ADMIN) => {
    const at = { id: postmortem.id, expectedVersion: postmortem.version };
    postmortem = await send(mutation, { ...at, ...input }, { type, caller });
  };
  await learn('updatePostmortem', {
    rootCause: 'Granite root cause',
    reasonForOutage: 'Alder reason for outage',
    contributingCauses: ['Granite cause'],
    lessons: 'Granite lessons',
  });
  await learn('addPostmortemAction', { title: 'Granite action', description: 'Granite', ownerId: personId });
  await learn('submitPostmortem', {}, 'PostmortemStepInput');
  // Somebody else than its owner decides about it.
  const reviewer = { ...ADMIN, personId: records.of('Person').at(-1)?.id ?? '' };
  await learn('publishPostmortem', {}, 'PostmortemStepInput', reviewer);
}

/** Links a ticket of each of these customers to the incident behind it. */
export async function linkTickets(
  platform: TestPlatform,
  records: Records,
  customers: readonly CustomerWord[],
): Promise<void> {
  const send = sending(platform);
  for (const word of customers) {
    const { id, version } = await readTicket(platform, ticketNamed(records, word, `${word}-answered`));
    const toTicketId = ticketNamed(records, word, `${word}-incident`);
    await send('linkTicket', { id, expectedVersion: version, type: 'CAUSED_BY', toTicketId });
  }
}
