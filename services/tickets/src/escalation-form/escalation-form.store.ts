import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { EscalationFormEntity } from './escalation-form.entity.js';
import { chooseForm, type EscalationKind, type Form } from './escalation-form.rules.js';
import type { TicketKind, TicketTier } from '../ticket/index.js';

/** A form as the rest of the service knows it. */
export type EscalationFormRecord = EscalationFormEntity;

/** Which forms; all conditions must hold. */
export interface EscalationFormFilter {
  kind?: EscalationKind | null;
  active?: boolean | null;
}

export type EscalationFormListArguments = ListArguments<EscalationFormFilter, 'NAME'>;

/** Forms, with their history and events. */
export const escalationFormRecords = new Records<EscalationFormRecord>({
  entity: EscalationFormEntity,
  noun: 'form',
  eventNoun: 'escalation_form',
  eventData: ({ name, kind, ticketKind, tier, schema, active }) => ({
    name,
    kind,
    ticketKind,
    tier,
    schema,
    active,
  }),
});

const COLUMNS = `f.id, f.version, f.external_id as "externalId", f.source, f.name, f.kind,
  f.ticket_kind as "ticketKind", f.tier, f.schema, f.active`;

/** How forms are listed. */
export const escalationFormList: ListDefinition<EscalationFormFilter, 'NAME'> = {
  columns: COLUMNS,
  from: 'escalation_form f',
  id: 'f.id',
  orders: { NAME: { sql: 'f.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.kind ? [`f.kind = ${parameters.add(filter.kind)}`] : []),
    ...(filter.active == null ? [] : [`f.active = ${parameters.add(filter.active)}`]),
  ],
};

/**
 * The form that an escalation follows: the one of the desk that fits best, else the platform's own. Customers, who see no
 * forms, are told what is asked of them. In the caller's transaction.
 */
export async function findForm(
  tx: Session,
  asked: { kind: EscalationKind; ticketKind: TicketKind; tier: TicketTier | null },
): Promise<Form> {
  const read = (session: Session) =>
    session.query<EscalationFormRecord>(
      `select ${COLUMNS} from escalation_form f where f.active and f.kind = $1 order by f.id`,
      [asked.kind],
    );
  const { kind } = tx.scope;
  const forms =
    kind === 'STAFF' || kind === 'SYSTEM' ? await read(tx) : await tx.actAs({ kind: 'SYSTEM' }, read);
  return chooseForm(forms, asked);
}
