import {
  fieldsOf,
  listed,
  REFERENCE,
  rowOf,
  textOf,
  type ExportFile,
  type Fields,
  type Reference,
} from './export-file.js';

import { FOLLOW_UP_FILES } from './follow-up.files.js';

const OWN = 'id externalId source';

/** Files of the nouns that say who the company's customers are and what they have bought. */
export const ACCOUNT_FILES: readonly ExportFile[] = [
  {
    noun: 'partners',
    list: 'partners',
    selection: `${OWN} name region parent ${REFERENCE}`,
    rows: (partner, reference) => [
      rowOf({
        external_id: reference(partner),
        name: partner['name'],
        region: partner['region'],
        parent: reference(partner['parent']),
      }),
    ],
  },
  {
    noun: 'calendars',
    list: 'calendars',
    selection: `${OWN} timeZone hours holidays`,
    rows: (calendar, reference) => [
      rowOf({
        external_id: reference(calendar),
        time_zone: calendar['timeZone'],
        hours: calendar['hours'],
        holidays: calendar['holidays'],
      }),
    ],
  },
  {
    noun: 'people',
    list: 'people',
    selection: `${OWN} name email role timeZone manager ${REFERENCE}`,
    rows: (person, reference) => [
      rowOf({
        external_id: reference(person),
        name: person['name'],
        email: person['email'],
        role: person['role'],
        manager: reference(person['manager']),
        time_zone: person['timeZone'],
      }),
    ],
  },
  {
    noun: 'exchange_rates',
    list: 'exchangeRates',
    selection: 'date from to rate',
    rows: ({ date, from, to, rate }) => [rowOf({ date, from, to, rate })],
  },
  {
    noun: 'agreements',
    list: 'agreements',
    selection: `${OWN} name status validFrom validTo uptimeTarget degradedWeight maintenanceNoticeHours
      maintenanceCapMinutes creditTiers { below percent } creditCapPercent calendar ${REFERENCE}
      targets { priority firstResponse update resolution }`,
    // What promises nothing to anybody yet, or never will, is no agreement of a file's.
    rows: (agreement, reference) =>
      ['DRAFT', 'WITHDRAWN'].includes(String(agreement['status']))
        ? []
        : [agreementRow(agreement, reference)],
  },
  {
    noun: 'support_levels',
    list: 'supportLevels',
    selection: `${OWN} name channels languages designatedContacts casesPerYear beyondAllowance calendar ${REFERENCE} agreement ${REFERENCE}`,
    rows: (level, reference) => [
      rowOf({
        external_id: reference(level),
        name: level['name'],
        calendar: reference(level['calendar']),
        agreement: reference(level['agreement']),
        channels: level['channels'],
        languages: level['languages'],
        designated_contacts: level['designatedContacts'],
        cases_per_year: level['casesPerYear'],
        beyond_allowance: level['beyondAllowance'],
      }),
    ],
  },
  {
    noun: 'products',
    list: 'products',
    selection: `${OWN} name`,
    rows: (product, reference) => [rowOf({ external_id: reference(product), name: product['name'] })],
  },
  {
    noun: 'plans',
    list: 'plans',
    selection: `${OWN} name tier monthlyPrice { amount currency } product ${REFERENCE} supportLevel ${REFERENCE} agreement ${REFERENCE}`,
    rows: (plan, reference) => [
      rowOf({
        external_id: reference(plan),
        name: plan['name'],
        product: reference(plan['product']),
        support_level: reference(plan['supportLevel']),
        agreement: reference(plan['agreement']),
        tier: plan['tier'],
        monthly_price: fieldsOf(plan['monthlyPrice'])['amount'],
        currency: fieldsOf(plan['monthlyPrice'])['currency'],
      }),
    ],
  },
  {
    noun: 'price_lists',
    list: 'priceLists',
    // Each brings up to a thousand prices.
    pageSize: 20,
    arguments: 'orderBy: { field: VALID_FROM }',
    selection: `${OWN} name currency validFrom validTo partner ${REFERENCE} entries { fromQuantity monthlyPrice { amount } plan ${REFERENCE} }`,
    rows: (list, reference) =>
      listed(list['entries']).map((entry) =>
        rowOf({
          external_id: reference(list),
          name: list['name'],
          partner: reference(list['partner']),
          currency: list['currency'],
          valid_from: list['validFrom'],
          valid_to: list['validTo'],
          plan: reference(entry['plan']),
          from_quantity: entry['fromQuantity'],
          monthly_price: fieldsOf(entry['monthlyPrice'])['amount'],
        }),
      ),
  },
  {
    noun: 'pods',
    list: 'pods',
    selection: `${OWN} name region verticals capacity { kind seats warningPercent }`,
    rows: (pod, reference) => {
      const capacity = listed(pod['capacity']);
      return [
        rowOf({
          external_id: reference(pod),
          name: pod['name'],
          region: pod['region'],
          seats: capacity
            .map(({ kind, seats }) => (kind === null ? textOf(seats) : `${textOf(kind)}=${textOf(seats)}`))
            .join(';'),
          warning_percent: capacity[0]?.['warningPercent'],
          verticals: pod['verticals'],
        }),
      ];
    },
  },
  {
    noun: 'customers',
    list: 'customers',
    selection: `${OWN} name csi segment region timeZone locale vertical access { active } partner ${REFERENCE}
      accountManager ${REFERENCE} designatedAnalyst ${REFERENCE}`,
    rows: (customer, reference) => [
      rowOf({
        external_id: reference(customer),
        name: customer['name'],
        csi: customer['csi'],
        segment: customer['segment'],
        region: customer['region'],
        time_zone: customer['timeZone'],
        locale: customer['locale'],
        vertical: customer['vertical'],
        partner: reference(customer['partner']),
        account_manager: reference(customer['accountManager']),
        designated_analyst: reference(customer['designatedAnalyst']),
        active: fieldsOf(customer['access'])['active'],
      }),
    ],
  },
  {
    noun: 'contacts',
    list: 'contacts',
    selection: `${OWN} name email phone designated locale customer ${REFERENCE}`,
    rows: (contact, reference) => [
      rowOf({
        external_id: reference(contact),
        customer: reference(contact['customer']),
        name: contact['name'],
        email: contact['email'],
        phone: contact['phone'],
        designated: contact['designated'],
        locale: contact['locale'],
      }),
    ],
  },
  {
    ...subscriptionFile(),
    noun: 'subscriptions',
    rows: (subscription, reference, events) =>
      hasBegun(subscription) ? [subscriptionRow(subscription, reference, events)] : [],
  },
  {
    ...subscriptionFile(),
    noun: 'subscription_events',
    rows: (subscription, reference, events) =>
      hasBegun(subscription)
        ? events
            .filter((event) => !toldByDates(subscription, event))
            .map((event) =>
              rowOf({
                subscription: reference(subscription),
                on: event['on'],
                type: String(event['type']).toLowerCase(),
                quantity: event['quantity'],
                monthly_price: event['monthlyPrice'],
                plan: reference(event['plan']),
              }),
            )
        : [],
  },
  {
    noun: 'usage',
    list: 'usage',
    arguments: 'orderBy: { field: AT, direction: ASC }',
    selection: `at metric value component path customer ${REFERENCE} contact ${REFERENCE}`,
    rows: (usage, reference) => [
      rowOf({
        customer: reference(usage['customer']),
        at: usage['at'],
        metric: usage['metric'],
        value: usage['value'],
        contact: reference(usage['contact']),
        component: usage['component'],
        path: usage['path'],
      }),
    ],
  },
  {
    noun: 'costs',
    list: 'costs',
    arguments: 'orderBy: { field: DATE, direction: ASC }',
    selection: `id externalId source date kind amount { amount currency } asset ${REFERENCE} queue ${REFERENCE}
      product ${REFERENCE} customer ${REFERENCE}`,
    rows: (cost, reference) => [
      rowOf({
        external_id: reference(cost),
        date: cost['date'],
        kind: cost['kind'],
        ...fieldsOf(cost['amount']),
        asset: reference(cost['asset']),
        queue: reference(cost['queue']),
        product: reference(cost['product']),
        customer: reference(cost['customer']),
      }),
    ],
  },
  {
    noun: 'entitlements',
    list: 'entitlements',
    selection: `validFrom validTo cases subscription { id } customer ${REFERENCE} product ${REFERENCE} asset { id }
      agreement ${REFERENCE} supportLevel ${REFERENCE}`,
    // What a subscription implies comes back with it.
    rows: (entitlement, reference) =>
      entitlement['subscription'] === null
        ? [
            rowOf({
              customer: reference(entitlement['customer']),
              product: reference(entitlement['product']),
              asset: fieldsOf(entitlement['asset'])['id'],
              agreement: reference(entitlement['agreement']),
              valid_from: entitlement['validFrom'],
              support_level: reference(entitlement['supportLevel']),
              valid_to: entitlement['validTo'],
              cases: entitlement['cases'],
            }),
          ]
        : [],
  },
  ...FOLLOW_UP_FILES,
];

function agreementRow(agreement: Fields, reference: Reference) {
  const lengths = { first_response: 'firstResponse', update: 'update', resolution: 'resolution' };
  const targets = listed(agreement['targets']).map((target) => {
    const given = Object.entries(lengths).filter(([, field]) => target[field] !== null);
    return `${String(target['priority'])}:${given.map(([name, field]) => `${name}=${String(target[field])}`).join(',')}`;
  });
  return rowOf({
    external_id: reference(agreement),
    name: agreement['name'],
    valid_from: agreement['validFrom'],
    valid_to: agreement['validTo'],
    uptime_target: agreement['uptimeTarget'],
    degraded_weight: agreement['degradedWeight'],
    maintenance_notice_hours: agreement['maintenanceNoticeHours'],
    maintenance_cap_minutes: agreement['maintenanceCapMinutes'],
    credit_tiers: listed(agreement['creditTiers']).map(
      ({ below, percent }) => `${String(below)}:${String(percent)}`,
    ),
    credit_cap_percent: agreement['creditCapPercent'],
    calendar: reference(agreement['calendar']),
    targets,
  });
}

/** Both files of subscriptions are read out of the same list: one holds their first day, the other what followed. */
function subscriptionFile(): Omit<ExportFile, 'noun' | 'rows'> {
  return {
    list: 'subscriptions',
    pageSize: 50,
    selection: `${OWN} kind term startedOn endsOn renewsOn cancelledOn endReason autoRenew customer ${REFERENCE} pod ${REFERENCE}
      terms { quantity monthlyPrice { amount currency } plan ${REFERENCE} }`,
    nested: {
      field: 'events',
      single: 'subscription',
      first: 50,
      selection: `on type quantity monthlyPrice plan ${REFERENCE}`,
    },
  };
}

/** An order that waits for its tenant has no terms yet; its subscription comes with the order, not with a file. */
function hasBegun(subscription: Fields): boolean {
  return listed(subscription['terms']).length > 0;
}

/** Whether the dates of a subscription tell of an event by themselves. */
function toldByDates(subscription: Fields, { type, on }: Fields): boolean {
  const dates = { STARTED: 'startedOn', CANCELLED: 'cancelledOn', ENDED: 'endsOn' } as const;
  const field = dates[type as keyof typeof dates];
  return field !== undefined && subscription[field] === on;
}

function subscriptionRow(subscription: Fields, reference: Reference, events: Fields[]) {
  const started = events.find(({ type, on }) => type === 'STARTED' && on === subscription['startedOn']);
  const [first = {}] = listed(subscription['terms']);
  const price = fieldsOf(first['monthlyPrice']);
  return rowOf({
    external_id: reference(subscription),
    customer: reference(subscription['customer']),
    plan: reference(started?.['plan'] ?? first['plan']),
    kind: subscription['kind'],
    started_on: subscription['startedOn'],
    quantity: started?.['quantity'] ?? first['quantity'],
    monthly_price: started?.['monthlyPrice'] ?? price['amount'],
    currency: price['currency'],
    term: subscription['term'],
    renews_on: subscription['renewsOn'],
    cancelled_on: subscription['cancelledOn'],
    ended_on: subscription['endsOn'],
    end_reason: subscription['endReason'],
    pod: reference(subscription['pod']),
    auto_renew: subscription['autoRenew'],
  });
}
