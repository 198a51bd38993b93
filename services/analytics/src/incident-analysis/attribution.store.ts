/** The version of the rule by which incidents are laid to changes; it grows whenever the rule says something else. */
export const ATTRIBUTION_RULE = 1;

/** The rule, for descriptions. */
export const ATTRIBUTION = `Rule ${ATTRIBUTION_RULE}: of the changes not cancelled that had begun when the incident started and had ended at most 24 hours before (or were under way, and ended within seven days after), those on an asset that the incident names, or on one that these need (as assets told with the incident); of several the one with the fewest dependencies in between, then the one that ended last, then by id. What a person has recorded as the cause goes before the rule. What comes together is not what causes.`;

/**
 * Lateral join after an incident \`i\`: \`a.change_id\`, \`a.source\` (HAND or RULE), \`a.hops\` (null by hand), at most one row.
 */
export const ATTRIBUTED = `left join lateral (
  select i.caused_by_change_id as change_id, 'HAND' as source, null::int as hops where i.caused_by_change_id is not null
  union all
  (select c.id, 'RULE', min(near.hops)::int
     from change c
     join lateral (
       select 0 as hops from asset_impact p where p.incident_id = i.id and p.asset_id = any(c.asset_ids)
       union all
       select s.hops from incident_suspects told
        cross join jsonb_to_recordset(told.suspects) as s("changeId" text, hops int)
        where told.id = i.id and s."changeId" = c.id) near on true
    where i.caused_by_change_id is null and c.status in ('IN_PROGRESS', 'COMPLETED')
      and change_instant(c.ended_at, c.window_to, c.window_from, c.started_at)
          between i.started_at - interval '24 hours' and i.started_at + interval '7 days'
      and coalesce(c.started_at, c.window_from, c.ended_at, c.window_to) <= i.started_at
    group by c.id
    order by min(near.hops), change_instant(c.ended_at, c.window_to, c.window_from, c.started_at) desc, c.id
    limit 1)
  ) a on true`;
