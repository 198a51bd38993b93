/** One row of a native import file. */
type Row = Record<string, string>;
/** An import mutation with its rows. */
export type Import = readonly [mutation: string, rows: Row[]];

/** Resellers, each with two customers, and Copse below Arbor; Cedar has none. */
export const PARTNERS = ['arbor', 'bosk', 'copse'] as const;
/** Customers with the reseller they belong to. */
export const CUSTOMERS = {
  alder: 'arbor',
  acacia: 'arbor',
  birch: 'bosk',
  beech: 'bosk',
  chestnut: 'copse',
  cypress: 'copse',
  cedar: null,
} as const;
export type CustomerWord = keyof typeof CUSTOMERS;
const EVERY_CUSTOMER = Object.keys(CUSTOMERS) as CustomerWord[];
export type PartnerWord = (typeof PARTNERS)[number];
/** Resellers with the one they are below. */
const ABOVE: Readonly<Record<PartnerWord, PartnerWord | null>> = {
  arbor: null,
  bosk: null,
  copse: 'arbor',
};

/** Stands in every text that members of staff alone may read. */
export const STAFF_WORD = 'granite';
/** Begins the external id of what everyone who is signed in may read. */
export const CATALOGUE_WORD = 'catalogue';
/**
 * Who a record belongs to. Its external id and each of its texts begin with this word and no other record's do, so
 * that an answer betrays whose records it was made of.
 */
export type OwnerWord = PartnerWord | CustomerWord | typeof STAFF_WORD | typeof CATALOGUE_WORD;
export const OWNER_WORDS: readonly OwnerWord[] = [...PARTNERS, ...EVERY_CUSTOMER, STAFF_WORD, CATALOGUE_WORD];

const HOUR = 3_600_000;
const BEGINNING = Date.now();
const instant = (hoursFromNow: number) => new Date(BEGINNING + hoursFromNow * HOUR).toISOString();
const day = (daysFromNow: number) => instant(daysFromNow * 24).slice(0, 10);
/** A price that no other customer pays. */
export const priceOf = (word: CustomerWord) => `${1000 + EVERY_CUSTOMER.indexOf(word) * 111}.13`;

/** What the company sells and by whom: read by everyone who is signed in; its desk and its rates, by staff alone. */
export const CATALOGUE: readonly Import[] = [
  [
    'importPartners',
    PARTNERS.map((word) => ({
      external_id: word,
      name: `${capital(word)} reseller`,
      region: 'EU',
      parent: ABOVE[word] ?? '',
    })),
  ],
  ['importPeople', [person('catalogue-manager'), person('catalogue-analyst', 'catalogue-manager')]],
  ['importCalendars', [{ external_id: 'catalogue-hours', time_zone: 'UTC', hours: 'Mon-Fri 09:00-17:00' }]],
  [
    'importAgreements',
    [
      agreement('granite-unused'),
      ...EVERY_CUSTOMER.flatMap((word) => [agreement(`${word}-gold`), agreement(`${word}-silver`)]),
    ],
  ],
  [
    'importSupportLevels',
    [
      {
        external_id: 'catalogue-premier',
        name: 'Catalogue premier',
        calendar: 'catalogue-hours',
        channels: 'email;phone',
        languages: 'en;de',
      },
      {
        external_id: 'catalogue-charged',
        name: 'Catalogue charged',
        cases_per_year: '0',
        beyond_allowance: 'CHARGE',
      },
    ],
  ],
  [
    'importProducts',
    [
      { external_id: 'catalogue-suite', name: 'Catalogue suite' },
      { external_id: 'catalogue-insights', name: 'Catalogue insights' },
    ],
  ],
  ['importPlans', EVERY_CUSTOMER.map(planOf)],
  [
    'importPods',
    [{ external_id: 'catalogue-pod', name: 'Catalogue pod', region: 'EU', seats: 'STANDARD=80;TRIAL=20' }],
  ],
  ['importExchangeRates', [{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.91' }]],
];

/** The desk, and what runs for everybody; after the catalogue's events have arrived. */
export const DESK: readonly Import[] = [
  ['importTeams', [{ external_id: 'granite-team', name: 'Granite team', members: 'catalogue-analyst' }]],
  ['importQueues', [{ external_id: 'granite-queue', name: 'Granite queue' }]],
  [
    'importAssets',
    ['granite-host', 'granite-twin'].map((word) => ({
      ...asset(word, 'catalogue-host'),
      // Likely duplicates, for staff to find.
      ip: 'granite.address',
    })),
  ],
  ['importPlacements', [{ asset: 'granite-host', product: 'catalogue-suite' }]],
];

/** Events later, since tickets keeps its own copy of assets: an incident of nobody in particular. */
export const PLATFORM_INCIDENT: readonly Import[] = [
  ['importChanges', [change('granite-draft', 'granite-host', { status: 'DRAFT', from: 60, to: 62 })]],
  ['importIncidents', [incident('granite-incident', 'granite-host', 'DEGRADED')]],
];

/** The customers of a reseller, and what these have bought. */
export function accountsOf(partner: PartnerWord | null): readonly Import[] {
  const words = customersOf(partner);
  return [
    ['importCustomers', words.map(customer)],
    ['importContacts', words.flatMap((word) => [contact(word, 'first'), contact(word, 'second')])],
    ['importSubscriptions', words.map(subscription)],
    ...(partner === null ? [] : ([['importPriceLists', words.map((word) => price(partner, word))]] as const)),
    [
      'importSubscriptionEvents',
      words.map((word) => ({
        subscription: `${word}-subscription`,
        on: day(-20),
        type: 'upgraded',
        monthly_price: priceOf(word),
      })),
    ],
    [
      'importUsage',
      words.map((word) => ({
        customer: word,
        at: '2026-02-10T10:00:00Z',
        metric: `${word}-calls`,
        value: '12',
        contact: `${word}-first`,
        path: `/${word}-path`,
      })),
    ],
    ['importOpportunities', words.map(opportunity)],
    ['importDeployments', words.map(deployment)],
    ['importCustomerReviews', words.map(review)],
    [
      'importEntitlements',
      words.map((word) => ({
        customer: word,
        product: 'catalogue-insights',
        agreement: `${word}-silver`,
        support_level: 'catalogue-charged',
        valid_from: '2026-01-01',
        cases: '0',
      })),
    ],
  ];
}

/** What runs for these customers. */
export function estateOf(partner: PartnerWord | null): readonly Import[] {
  const words = customersOf(partner);
  return [
    [
      'importAssets',
      words.flatMap((word) => [
        asset(`${word}-service`, 'catalogue-service'),
        asset(`${word}-database`, 'catalogue-database'),
      ]),
    ],
    ['importDependencies', words.map((word) => dependency(`${word}-service`, `${word}-database`))],
    [
      'importPlacements',
      words.flatMap((word): Row[] => [
        { asset: `${word}-service`, customer: word, product: 'catalogue-suite' },
        { asset: `${word}-database`, customer: word },
      ]),
    ],
    [
      'importChanges',
      words.flatMap((word) => [
        change(`${word}-upgrade`, `${word}-service`, { status: 'APPROVED', from: 48, to: 50 }),
        change(`${word}-repair`, `${word}-service;${word}-database`, {
          status: 'COMPLETED',
          from: -50,
          to: -48,
          outcome: 'SUCCEEDED',
        }),
      ]),
    ],
  ];
}

/** What these customers asked for, and what befell them. */
export function ticketsOf(partner: PartnerWord | null): readonly Import[] {
  const words = customersOf(partner);
  return [
    ['importTickets', words.flatMap((word) => [ticket(word), answeredTicket(word)])],
    [
      'importTicketEvents',
      words.flatMap((word) => [
        event(word, '1', 'REPLIED', `${capital(word)} reply`),
        event(word, '2', 'NOTE_ADDED', `Granite note about it`),
      ]),
    ],
    [
      'importIncidents',
      words.map((word) => ({
        ...incident(`${word}-incident`, `${word}-service`, 'DOWN'),
        customer: word,
        caused_by_change: `${word}-repair`,
      })),
    ],
    [
      'importStatusUpdates',
      words.map((word) => ({
        external_id: `${word}-update`,
        incident: `${word}-incident`,
        at: instant(-30),
        status: 'RESOLVED',
        text: `${capital(word)} is back`,
      })),
    ],
  ];
}

/**
 * What ties both resellers' customers together: Bosk's service needs a database of Arbor's customer, and that one the
 * host of all; one change touches assets of both, and one's incident hit the other.
 */
export const CROSSING: readonly Import[] = [
  [
    'importDependencies',
    [dependency('birch-service', 'alder-database'), dependency('alder-database', 'granite-host')],
  ],
  [
    'importChanges',
    [
      change('catalogue-change', 'alder-service;birch-service;granite-host', {
        status: 'APPROVED',
        from: 70,
        to: 72,
      }),
    ],
  ],
  [
    'importIncidentImpacts',
    ['alder', 'birch'].flatMap((word) => {
      const course = { incident: 'alder-incident', state: 'DOWN', from: instant(-36), to: instant(-35.5) };
      return [
        { ...course, customer: word },
        { ...course, asset: `${word}-database` },
      ];
    }),
  ],
];

/** The customers of a reseller; those without one for null. */
export function customersOf(partner: PartnerWord | null): CustomerWord[] {
  return EVERY_CUSTOMER.filter((word) => CUSTOMERS[word] === partner);
}

/** A reseller and all below it. */
export function downFrom(partner: PartnerWord): PartnerWord[] {
  return [partner, ...PARTNERS.filter((word) => ABOVE[word] === partner).flatMap(downFrom)];
}

/** A word as a name begins. */
export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function named(externalId: string): Row {
  return { external_id: externalId, name: capital(externalId.replace('-', ' ')) };
}

function person(externalId: string, manager?: string): Row {
  const secrets = { email: `${externalId}@granite.example`, role: 'granite engineer' };
  return { ...named(externalId), ...secrets, ...(manager ? { manager } : {}) };
}

function agreement(externalId: string): Row {
  return {
    ...named(externalId),
    valid_from: '2026-01-01',
    uptime_target: '99.9',
    credit_tiers: '99.9:10;99.0:25',
    credit_cap_percent: '50',
    calendar: 'catalogue-hours',
  };
}

function planOf(word: CustomerWord): Row {
  return {
    external_id: `catalogue-plan-for-${word}`.replace(word, String(EVERY_CUSTOMER.indexOf(word))),
    name: 'Catalogue plan',
    product: 'catalogue-suite',
    support_level: 'catalogue-premier',
    agreement: `${word}-gold`,
    monthly_price: '500.00',
    currency: 'EUR',
  };
}

function customer(word: CustomerWord): Row {
  const partner = CUSTOMERS[word];
  return {
    external_id: word,
    name: `${capital(word)} company`,
    csi: `CSI-${word.toUpperCase()}`,
    segment: 'ENTERPRISE',
    region: `${capital(word)} region`,
    time_zone: 'UTC',
    vertical: `${capital(word)} vertical`,
    account_manager: 'catalogue-manager',
    designated_analyst: 'catalogue-analyst',
    ...(partner ? { partner } : {}),
  };
}

function price(partner: PartnerWord, word: CustomerWord): Row {
  return {
    external_id: `${partner}-prices`,
    name: `${capital(partner)} prices`,
    partner,
    currency: 'EUR',
    valid_from: '2026-01-01',
    plan: planOf(word)['external_id'] ?? '',
    monthly_price: priceOf(word),
  };
}

function contact(word: CustomerWord, which: string): Row {
  return {
    external_id: `${word}-${which}`,
    customer: word,
    name: `${capital(word)} ${which} contact`,
    email: `${which}@${word}.example`,
    phone: `+49 30 ${5550000 + EVERY_CUSTOMER.indexOf(word)}`,
  };
}

function subscription(word: CustomerWord): Row {
  return {
    external_id: `${word}-subscription`,
    customer: word,
    plan: planOf(word)['external_id'] ?? '',
    kind: 'STANDARD',
    started_on: day(-90),
    quantity: '3',
    monthly_price: '900.00',
    currency: 'EUR',
    renews_on: day(20),
    pod: 'catalogue-pod',
  };
}

function opportunity(word: CustomerWord): Row {
  return {
    external_id: `${word}-opportunity`,
    customer: word,
    kind: 'UPSELL',
    title: 'Granite chance to sell',
    note: 'Granite note on it',
    owner: 'catalogue-manager',
  };
}

function deployment(word: CustomerWord): Row {
  return {
    external_id: `${word}-deployment`,
    customer: word,
    name: `${capital(word)} rollout`,
    started_on: day(-30),
    target_on: day(30),
    milestones: `${capital(word)} kick-off=${day(-20)}/${day(-21)}`,
    owner: 'catalogue-manager',
  };
}

function review(word: CustomerWord): Row {
  return {
    external_id: `${word}-review`,
    customer: word,
    scheduled_at: instant(-200),
    status: 'HELD',
    closed_at: instant(-199),
    summary: `${capital(word)} is content`,
    owner: 'catalogue-manager',
  };
}

function asset(externalId: string, kind: string): Row {
  return { ...named(externalId), kind, location: `${capital(externalId)} room`, owner: 'catalogue-manager' };
}

function dependency(consumer: string, provider: string): Row {
  return { consumer, provider, strength: 'HARD' };
}

function change(
  externalId: string,
  assetId: string,
  course: { status: string; from: number; to: number; outcome?: string },
): Row {
  const done: Row = course.outcome
    ? { outcome: course.outcome, started_at: instant(course.from), ended_at: instant(course.to) }
    : {};
  return {
    external_id: externalId,
    title: capital(externalId.replace('-', ' ')),
    kind: 'NORMAL',
    status: course.status,
    assets: assetId,
    from: instant(course.from),
    to: instant(course.to),
    expected_state: 'DEGRADED',
    requested_by: 'catalogue-manager',
    ...done,
  };
}

function ticket(word: CustomerWord): Row {
  return {
    external_id: `${word}-ticket`,
    subject: `${capital(word)} has a question`,
    opened_at: instant(-40),
    kind: 'REQUEST',
    customer: word,
    contact: `${word}-first`,
    channel: 'email',
    priority: 'P3',
    team: 'granite-team',
    queue: 'granite-queue',
    assignee: 'catalogue-analyst',
    asset: `${word}-service`,
    category: `${capital(word)} category`,
  };
}

/** One that has used a case. */
function answeredTicket(word: CustomerWord): Row {
  return {
    ...ticket(word),
    external_id: `${word}-answered`,
    subject: `${capital(word)} had a question`,
    resolved_at: instant(-31),
    closed_at: instant(-30),
  };
}

function event(word: CustomerWord, sequence: string, type: string, text: string): Row {
  return { ticket: `${word}-ticket`, sequence, at: instant(-39), type, actor: 'catalogue-analyst', text };
}

function incident(externalId: string, assetId: string, state: string): Row {
  return {
    external_id: externalId,
    title: capital(externalId.replace('-', ' ')),
    started_at: instant(-36),
    detected_at: instant(-36),
    restored_at: instant(-35),
    resolved_at: instant(-34),
    assets: assetId,
    state,
    severity: 'SEV2',
  };
}
