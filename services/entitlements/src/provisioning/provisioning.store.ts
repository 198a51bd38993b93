import { canonicalDecimal, type Session } from '@plimsoll/shared';

/**
 * What the lines of a request come to a month, by currency: the price that a line gives, else that of its
 * subscription; what ends counts nothing. One statement.
 */
export async function findMonthlyTotals(
  session: Session,
  lines: readonly { subscriptionId: string; action: string; payload: Record<string, unknown> }[],
): Promise<{ amount: string; currency: string }[]> {
  const rows = await session.query<{ amount: string; currency: string }>(
    `select s.currency, sum(coalesce((l.payload ->> 'monthlyPrice')::numeric, s.monthly_price)) as amount
       from jsonb_to_recordset($1::jsonb) as l("subscriptionId" text, action text, payload jsonb)
       join subscription s on s.id = l."subscriptionId"
      where l.action <> 'TERMINATE' group by s.currency order by s.currency`,
    [JSON.stringify(lines)],
  );
  return rows.map(({ amount, currency }) => ({ amount: canonicalDecimal(amount), currency }));
}

/** What is known of a subscription that is to be moved: its customer, its pod's region and its plan's tier. */
export interface MovableSubscription {
  customerId: string;
  kind: string;
  vertical: string | null;
  region: string | null;
  podId: string | null;
  activatedAt: Date | null;
}

/** The subscription to move, locked until the transaction ends; null where the scope sees none. */
export async function lockMovable(tx: Session, subscriptionId: string): Promise<MovableSubscription | null> {
  const [row] = await tx.query<MovableSubscription>(
    `select s.customer_id as "customerId", s.kind, c.vertical, p.region, s.pod_id as "podId",
            s.activated_at as "activatedAt"
       from subscription s join customer c on c.id = s.customer_id left join pod p on p.id = s.pod_id
      where s.id = $1 for no key update of s`,
    [subscriptionId],
  );
  return row ?? null;
}
