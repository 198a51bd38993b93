import type { Principal } from '@plimsoll/shared';

/** A ticket as a mutation answers it. */
export interface ShownTicket {
  id: string;
  version: number;
  status: string;
  [field: string]: unknown;
}

/** What a mutation of a ticket answers. */
export interface TicketAnswer {
  ticket: ShownTicket | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

type Run = <T>(document: string, variables?: Record<string, unknown>, caller?: Principal) => Promise<T>;

const FIELDS = `ticket { id version kind status phase priority tier assignee { id }
  reassignedCount reopenedCount resolvedAt closedAt satisfaction } userErrors { code message path }`;

/** Calls of the desk's mutations for tests: open a ticket, take steps at the version last seen, read its log. */
export function deskCalls(run: Run, agent: () => Principal) {
  let keys = 0;
  const mutate = async (
    name: string,
    type: string,
    input: object,
    caller: Principal = agent(),
  ): Promise<TicketAnswer> => {
    const { result } = await run<{ result: TicketAnswer }>(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${FIELDS} } }`,
      { input },
      caller,
    );
    return result;
  };
  const shown = ({ ticket, userErrors }: TicketAnswer): ShownTicket => {
    if (!ticket) throw new Error(JSON.stringify(userErrors));
    return ticket;
  };
  const step = (name: string, type: string, ticket: ShownTicket, input: object = {}, caller?: Principal) =>
    mutate(name, type, { id: ticket.id, expectedVersion: ticket.version, ...input }, caller);
  const many = async (name: string, type: string, input: object, caller: Principal = agent()) => {
    const { result } = await run<{
      result: {
        results: (TicketAnswer & { id: string })[] | null;
        userErrors: TicketAnswer['userErrors'];
      };
    }>(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { results { id ${FIELDS} } userErrors { code message path } } }`,
      { input },
      caller,
    );
    return result;
  };
  return {
    mutate,
    /** Takes a step of many tickets and answers what became of each. */
    many,
    /** Takes a step and answers it, whether it was taken or refused. */
    step,
    /** Opens a ticket. */
    opened: async (input: object = {}, caller?: Principal) => {
      keys += 1;
      const idempotencyKey = `key-${keys}`;
      return shown(
        await mutate('openTicket', 'OpenTicketInput', { idempotencyKey, subject: 'Help', ...input }, caller),
      );
    },
    /** Takes a step that has to be taken. */
    done: async (...args: Parameters<typeof step>) => shown(await step(...args)),
    /** The code with which a step is refused; null where it is taken. */
    refused: async (...args: Parameters<typeof step>) => (await step(...args)).userErrors[0]?.code ?? null,
    /** The ticket as it is. */
    read: async (id: string) => {
      const { ticket } = await run<{ ticket: ShownTicket | null }>(
        `query ($id: ID!) { ticket(id: $id) { ${FIELDS.slice('ticket { '.length, FIELDS.indexOf(' } userErrors'))} } }`,
        { id },
        agent(),
      );
      if (!ticket) throw new Error(`no ticket ${id}`);
      return ticket;
    },
    /** The log of a ticket: type, from and to of each event, without those of routing and of clocks. */
    log: async (id: string, caller?: Principal) => {
      const { ticket } = await run<{
        ticket: { events: { nodes: { type: string; from: string | null; to: string | null }[] } } | null;
      }>(
        'query ($id: ID!) { ticket(id: $id) { events(first: 100) { nodes { type from to } } } }',
        { id },
        caller ?? agent(),
      );
      return (ticket?.events.nodes ?? [])
        .filter(({ type }) => type !== 'ROUTED' && !type.startsWith('SLA_'))
        .map(({ type, from, to }) => [type, from, to]);
    },
  };
}
