import { payload } from '@plimsoll/shared';
import type { StepResult } from './ticket-step.service.js';
import type { TicketsPayload } from './ticket-step.types.js';

/** What a mutation of many tickets answers. */
export async function ticketsPayload(take: () => Promise<StepResult[]>): Promise<TicketsPayload> {
  const { results, userErrors } = await payload(async () => ({ results: await take() }));
  if (!results) return { results: null, userErrors };
  return {
    results: results.map(({ id, ticket, fault }) => ({
      id,
      ticket,
      userErrors: fault ? [{ code: fault.code, message: fault.message, path: fault.inputPath }] : [],
    })),
    userErrors,
  };
}
