import { invalid, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { TicketRecord } from '../ticket/index.js';
import {
  enhancementList,
  findDemand,
  findRevenue,
  type DemandRecord,
  type EnhancementListArguments,
} from './enhancement.store.js';

const dayOf = ({ now }: RequestContext) => now.toISOString().slice(0, 10);

/** A page of the enhancements. @throws DomainError `INVALID` for a sorting by revenue without a currency */
export async function listEnhancements(
  context: RequestContext,
  args: EnhancementListArguments,
): Promise<Page<TicketRecord>> {
  const currency = args.filter?.currency ?? null;
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) {
    throw invalid('A currency has three capital letters.', ['filter', 'currency']);
  }
  if (args.orderBy?.field === 'REVENUE' && currency === null) {
    throw invalid('Say in which currency revenue is compared.', ['filter', 'currency']);
  }
  return listPage(context.session, enhancementList(currency, dayOf(context)), args);
}

/** Who asks for an enhancement; batched a request. */
export function loadDemand(context: RequestContext, ticketId: string): Promise<DemandRecord | null> {
  return context
    .loader<string, DemandRecord>('enhancement-demand', (ids) => findDemand(context.session, ids))
    .load(ticketId);
}

/** What those who ask for an enhancement pay a month today, by currency; batched a request. */
export async function loadRevenue(
  context: RequestContext,
  ticketId: string,
): Promise<{ amount: string; currency: string }[]> {
  const found = await context
    .loader<string, { amount: string; currency: string }[]>('enhancement-revenue', async (ids) => {
      const rows = await findRevenue(context.session, ids, dayOf(context));
      return ids.map((id) => rows.filter((row) => row.ticketId === id));
    })
    .load(ticketId);
  return found ?? [];
}
