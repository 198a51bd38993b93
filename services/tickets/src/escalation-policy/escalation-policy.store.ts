import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { EscalationPolicyEntity } from './escalation-policy.entity.js';

/** A policy as the rest of the service knows it. */
export type EscalationPolicyRecord = EscalationPolicyEntity;

/** Which policies; all conditions must hold. */
export interface EscalationPolicyFilter {
  active?: boolean | null;
  search?: string | null;
}

export type EscalationPolicyListArguments = ListArguments<EscalationPolicyFilter, 'RANK' | 'NAME'>;

/** Policies, with their history and events. */
export const escalationPolicyRecords = new Records<EscalationPolicyRecord>({
  entity: EscalationPolicyEntity,
  noun: 'policy',
  eventNoun: 'escalation_policy',
  eventData: ({ name, rank, conditions, steps, repeats, repeatAfterMinutes, calendarId, active }) => ({
    name,
    rank,
    conditions,
    steps,
    repeats,
    repeatAfterMinutes,
    calendarId,
    active,
  }),
});

const COLUMNS = `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.description, p.rank, p.conditions,
  p.steps, p.repeats, p.repeat_after_minutes as "repeatAfterMinutes", p.calendar_id as "calendarId", p.active`;

/** How policies are listed. */
export const escalationPolicyList: ListDefinition<EscalationPolicyFilter, 'RANK' | 'NAME'> = {
  columns: COLUMNS,
  from: 'escalation_policy p',
  id: 'p.id',
  orders: { RANK: { sql: 'p.rank', type: 'integer' }, NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'RANK', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.active == null ? [] : [`p.active = ${parameters.add(filter.active)}`]),
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
  ],
};

/** The policies that begin, in the order of their ranks; one statement. */
export function findActivePolicies(session: Session): Promise<EscalationPolicyRecord[]> {
  return session.query<EscalationPolicyRecord>(
    `select ${COLUMNS} from escalation_policy p where p.active order by p.rank, p.id`,
  );
}
