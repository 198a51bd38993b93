-- Fills the peer from the four services' databases, which are at hand as foreign schemas named after the services.

insert into person select id, name from entitlements.person;
insert into product select id, name from entitlements.product;
insert into support_level select id, name from entitlements.support_level;

insert into agreement
select id, name, valid_from, valid_to, uptime_target, degraded_weight, maintenance_notice_hours,
       maintenance_cap_minutes, credit_cap_percent
  from entitlements.agreement;

insert into credit_tier
select id, (tier ->> 'below')::numeric, (tier ->> 'percent')::numeric
  from entitlements.agreement, jsonb_array_elements(credit_tiers) tier;

insert into time_zone select distinct time_zone from entitlements.customer;

insert into customer
select id, external_id, name, segment, time_zone, account_manager_id from entitlements.customer;

insert into subscription
select s.id, s.customer_id, p.product_id, s.kind, s.pod_id, s.started_on, s.ended_on, s.renews_on, s.monthly_price,
       s.currency
  from entitlements.subscription s join entitlements.plan p on p.id = s.plan_id;

insert into price_term
select s.id, s.customer_id, s.product_id, (paid.term ->> 0)::date, least((paid.term ->> 1)::date, s.ended_on),
       (paid.term ->> 2)::numeric, paid.term ->> 3
  from analytics.subscription s, jsonb_array_elements(s.terms) as paid (term)
 where s.kind = 'STANDARD';

insert into entitlement
select id, customer_id, product_id, agreement_id, support_level_id, subscription_id, valid_from, valid_to
  from entitlements.entitlement;

insert into asset
select id, external_id, name, kind, status in ('LIVE', 'MAINTENANCE') from assets.asset;

insert into dependency
select consumer_id, provider_id, group_name, strength from assets.dependency where removed_at is null;

insert into placement
select asset_id, product_id, pod_id, customer_id from assets.placement where removed_at is null;

insert into ticket
select id, customer_id, subject, priority, status, opened_at from tickets.ticket;

with current as (
  select i.incident_id, i.version, i.piece, i.product_id, i.state, i.impact_from, i.impact_to, s.planned,
         s.announced_from, s.announced_to, s.notice_given_at,
         row_number() over (order by i.incident_id, i.piece)::integer as id
    from analytics.ledger_impact i join analytics.ledger_statement s using (incident_id, version)
   where i.current
), pieces as (
  insert into ledger_piece overriding system value
  select id, incident_id, product_id, state, impact_from, impact_to, planned, announced_from, announced_to,
         notice_given_at
    from current
)
insert into ledger_customer
select c.customer_id, p.product_id, p.id
  from current p join analytics.ledger_customer c using (incident_id, version, piece);

analyze;
