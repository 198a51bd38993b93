import type { Session } from '@plimsoll/shared';

/** What is due for a tenant. */
export interface TenantDue {
  tenantId: string;
  subscriptionId: string;
  operation: 'SUSPEND' | 'RESUME' | 'RESIZE' | 'ACTIVATE_CONTACTS' | 'DELETE';
  /** Units in force; of a tenant that is not resized, its own. */
  quantity: number;
  /** The contacts who may enter. */
  members: string[];
}

/**
 * Tenants that no longer are as their subscriptions say, at most `limit`; one statement. A tenant is suspended from
 * the first day out of its subscription on (where the customer is), and deleted on the day until which a standing
 * termination of the customer keeps its data, else `retentionDays` after the first day out. It is resumed where the
 * subscription runs again, has the units of the term in force, and lets the customer's active contacts in. Tenants of
 * requests that are under way are left to these.
 */
export async function findTenantsDue(
  session: Session,
  now: Date,
  retentionDays: number,
  limit: number,
): Promise<TenantDue[]> {
  return session.query<TenantDue>(
    `select * from (
       select t.id as "tenantId", t.subscription_id as "subscriptionId",
              case
                when ended and coalesce(retain_until, ended_on + $2::integer) <= today then 'DELETE'
                when ended and t.status in ('CREATING', 'ACTIVE') then 'SUSPEND'
                when not ended and t.status = 'SUSPENDED' then 'RESUME'
                when not ended and t.status = 'ACTIVE' and in_force <> t.quantity then 'RESIZE'
                when not ended and t.status = 'ACTIVE' and may_enter <> t.members then 'ACTIVATE_CONTACTS'
              end as operation,
              coalesce(in_force, t.quantity) as quantity, may_enter as members
         from tenant t
         join lateral (
           select s.ended_on, d.today, coalesce(s.ended_on <= d.today, false) as ended, x.retain_until,
                  (select (term.value ->> 'quantity')::integer
                     from jsonb_array_elements(s.terms) term
                    where (term.value ->> 'from')::date <= d.today
                      and ((term.value ->> 'to') is null or (term.value ->> 'to')::date > d.today)) as in_force,
                  array(select k.id from contact k where k.customer_id = c.id and k.active order by k.id) as may_enter
             from subscription s
             join customer c on c.id = s.customer_id
            cross join lateral (select ($1::timestamptz at time zone c.time_zone)::date as today) d
             left join customer_termination x on x.customer_id = c.id and x.status <> 'WITHDRAWN'
            where s.id = t.subscription_id and s.activated_at is not null
         ) s on true
        where t.status <> 'DELETED'
          and not exists (
            select from provisioning_request r
             where r.status in ('AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'WAITING_FOR_CAPACITY', 'COMPENSATING')
               and r.lines @> jsonb_build_array(jsonb_build_object('subscriptionId', t.subscription_id)))
     ) due
      where operation is not null order by "tenantId" limit $3`,
    [now, retentionDays, limit],
  );
}
