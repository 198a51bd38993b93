import type { Session } from '@plimsoll/shared';
import {
  EVIDENCE_WEIGHTS,
  MOST_SHARING,
  PUBLIC_MAIL_DOMAINS,
  type EvidenceName,
} from './customer-duplicate.rules.js';

/** Two customers that may be one, the one longer on record first. */
export interface DuplicatePair {
  customerId: string;
  duplicateId: string;
  /** 0 to 100. */
  score: number;
  /** In alphabetical order. */
  reasons: EvidenceName[];
}

/** Customers by what they have in common: those of which `among` holds, sharing it with few others. */
const sharing = (reason: EvidenceName, key: string, from: string, among: string) =>
  `select '${reason}' as reason, array_agg(distinct customer_id) as ids from ${from}
    where ${key} is not null${among} group by ${key} having count(distinct customer_id) between 2 and ${MOST_SHARING}`;

const NAMED = `(select id as customer_id, name_key from customer where merged_into is null) n`;
const MAILED = `(select k.customer_id, k.mail_domain from contact k join customer c on c.id = k.customer_id
  where c.merged_into is null and k.mail_domain <> all($2::text[])) m`;
const PHONED = `(select k.customer_id, p.e164 from contact_number p join contact k on k.id = p.contact_id
  join customer c on c.id = k.customer_id where c.merged_into is null) p`;

const WEIGHT = `case reason ${Object.entries(EVIDENCE_WEIGHTS)
  .map(([reason, weight]) => `when '${reason}' then ${weight}`)
  .join(' ')} end`;

/**
 * Pairs of customers that may be one, the likeliest first, at most `first`: all, by what they have exactly in common,
 * or those with one customer, by the likeness of names too. One statement.
 */
export function findDuplicates(
  session: Session,
  first: number,
  customerId: string | null,
): Promise<DuplicatePair[]> {
  const one = customerId !== null;
  const own = (key: string, from: string) =>
    one ? ` and ${key} in (select ${key} from ${from} where customer_id = $3)` : '';
  const groups = [
    sharing('SAME_NAME', 'name_key', NAMED, own('name_key', NAMED)),
    sharing('SAME_MAIL_DOMAIN', 'mail_domain', MAILED, own('mail_domain', MAILED)),
    sharing('SAME_PHONE', 'e164', PHONED, own('e164', PHONED)),
  ];
  const similar = one
    ? `union all select 'SIMILAR_NAME', array[$3::text, s.id] from similar_customers($3, 100) s
        where s.similarity < 1`
    : '';
  return session.query<DuplicatePair>(
    `with shared as (${groups.join(' union all ')} ${similar}),
     pairs as (
       select distinct reason, least(a.id, b.id) as a, greatest(a.id, b.id) as b
         from shared, unnest(ids) as a(id), unnest(ids) as b(id) where a.id < b.id
          ${one ? 'and $3 in (a.id, b.id)' : ''})
     select a as "customerId", b as "duplicateId", least(100, sum(${WEIGHT}))::int as score,
            array_agg(reason order by reason) as reasons
       from pairs group by a, b order by score desc, a, b limit $1`,
    [first, PUBLIC_MAIL_DOMAINS, ...(one ? [customerId] : [])],
  );
}
