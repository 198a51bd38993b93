/** The service whose database keeps a noun. */
export type OwnerService = 'entitlements' | 'assets' | 'tickets' | 'analytics';

/** One kind of native import file: what its rows may hold and where they go. */
export interface NativeFile {
  /** File name without extension, also the word after `--as`: `customers`. */
  readonly noun: string;
  /** The service that owns the noun and answers its mutation. */
  readonly owner: OwnerService;
  /** The GraphQL mutation that takes the rows: `importCustomers`. */
  readonly mutation: string;
  /** Columns without which a row is rejected. */
  readonly required: readonly string[];
  /** Sets of columns of which at least one must be given. */
  readonly oneOf: readonly (readonly string[])[];
  /** Every known column, the required ones included. */
  readonly columns: readonly string[];
  /** Whether columns beyond the known ones are kept as attributes of the record. */
  readonly attributes: boolean;
  /** Columns that name other records: column to the noun it names. */
  readonly references: Readonly<Record<string, string>>;
  /** Reference columns that hold several external ids, separated by `;`. */
  readonly lists: readonly string[];
  /** The column by which consecutive rows are judged as a whole, and so travel in one batch; null where none is. */
  readonly together: string | null;
  /** Whether batches of distinct records may be stored at the same time, since no row depends on another. */
  readonly independent: boolean;
}

interface Description {
  owner: OwnerService;
  required: string;
  optional?: string;
  oneOf?: readonly (readonly string[])[];
  attributes?: boolean;
  references?: Record<string, string>;
  lists?: readonly string[];
  together?: string;
  independent?: boolean;
}

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');

function native(noun: string, description: Description): NativeFile {
  const pascal = noun
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const required = words(description.required);
  const oneOf = description.oneOf ?? [];
  const columns = [...new Set([...required, ...oneOf.flat(), ...words(description.optional)])];
  return {
    noun,
    owner: description.owner,
    mutation: `import${pascal}`,
    required,
    oneOf,
    columns,
    attributes: description.attributes ?? false,
    references: description.references ?? {},
    lists: description.lists ?? [],
    together: description.together ?? null,
    independent: description.independent ?? false,
  };
}

/**
 * The native files in the order in which they are read: a file comes after every file its references
 * point to, so that one pass over a folder finds every record it names.
 */
export const NATIVE_FILES: readonly NativeFile[] = [
  native('partners', {
    owner: 'entitlements',
    required: 'external_id name',
    optional: 'region parent',
    references: { parent: 'partners' },
  }),
  native('calendars', {
    owner: 'entitlements',
    required: 'external_id time_zone',
    optional: 'hours holidays',
  }),
  native('people', {
    owner: 'entitlements',
    required: 'external_id name',
    optional: 'email role manager time_zone',
    references: { manager: 'people' },
  }),
  native('exchange_rates', { owner: 'entitlements', required: 'date from to rate' }),
  native('agreements', {
    owner: 'entitlements',
    required: 'external_id name',
    optional:
      'valid_from valid_to uptime_target degraded_weight maintenance_notice_hours maintenance_cap_minutes credit_tiers credit_cap_percent calendar targets',
    references: { calendar: 'calendars' },
  }),
  native('support_levels', {
    owner: 'entitlements',
    required: 'external_id name',
    optional: 'calendar agreement channels languages designated_contacts cases_per_year beyond_allowance',
    references: { calendar: 'calendars', agreement: 'agreements' },
  }),
  native('products', { owner: 'entitlements', required: 'external_id name' }),
  native('plans', {
    owner: 'entitlements',
    required: 'external_id name product',
    optional: 'support_level agreement tier monthly_price currency',
    references: { product: 'products', support_level: 'support_levels', agreement: 'agreements' },
  }),
  native('price_lists', {
    owner: 'entitlements',
    required: 'external_id name currency valid_from plan monthly_price',
    optional: 'partner valid_to from_quantity',
    references: { partner: 'partners', plan: 'plans' },
    together: 'external_id',
  }),
  native('pods', {
    owner: 'entitlements',
    required: 'external_id name region seats',
    optional: 'warning_percent verticals',
  }),
  native('customers', {
    owner: 'entitlements',
    independent: true,
    required: 'external_id name',
    optional:
      'csi segment region time_zone locale vertical partner account_manager designated_analyst active',
    references: { partner: 'partners', account_manager: 'people', designated_analyst: 'people' },
  }),
  native('contacts', {
    owner: 'entitlements',
    independent: true,
    required: 'external_id customer name',
    optional: 'email phone designated locale',
    references: { customer: 'customers' },
  }),
  native('subscriptions', {
    owner: 'entitlements',
    required: 'external_id customer plan kind started_on',
    optional:
      'quantity monthly_price currency term renews_on cancelled_on ended_on end_reason pod auto_renew',
    references: { customer: 'customers', plan: 'plans', pod: 'pods' },
  }),
  native('subscription_events', {
    owner: 'entitlements',
    required: 'subscription on type',
    optional: 'quantity monthly_price plan',
    references: { subscription: 'subscriptions', plan: 'plans' },
  }),
  native('usage', {
    owner: 'entitlements',
    independent: true,
    required: 'customer at metric value',
    optional: 'contact component path',
    references: { customer: 'customers', contact: 'contacts' },
  }),
  native('opportunities', {
    owner: 'entitlements',
    required: 'external_id customer kind title',
    optional:
      'origin origin_id note amount currency stage owner recorded_at expected_on closed_at closing_reason subscription',
    references: { customer: 'customers', owner: 'people', subscription: 'subscriptions' },
  }),
  native('deployments', {
    owner: 'entitlements',
    required: 'external_id customer name started_on target_on',
    optional: 'status live_on owner amount currency subscription milestones closing_reason',
    references: { customer: 'customers', owner: 'people', subscription: 'subscriptions' },
  }),
  native('customer_reviews', {
    owner: 'entitlements',
    required: 'external_id customer scheduled_at',
    optional: 'every status closed_at summary owner',
    references: { customer: 'customers', owner: 'people' },
  }),
  native('assets', {
    owner: 'assets',
    required: 'external_id name kind',
    optional: 'status owner location ip make product pod criticality tags at',
    attributes: true,
    references: { owner: 'people', product: 'products', pod: 'pods' },
  }),
  native('entitlements', {
    owner: 'entitlements',
    required: 'customer agreement valid_from',
    oneOf: [['product', 'asset']],
    optional: 'support_level valid_to cases',
    references: {
      customer: 'customers',
      product: 'products',
      asset: 'assets',
      agreement: 'agreements',
      support_level: 'support_levels',
    },
  }),
  native('dependencies', {
    owner: 'assets',
    together: 'consumer',
    required: 'consumer provider',
    optional: 'strength group min_up',
    references: { consumer: 'assets', provider: 'assets' },
  }),
  native('placements', {
    owner: 'assets',
    required: 'asset',
    oneOf: [['product', 'pod', 'customer']],
    references: { asset: 'assets', product: 'products', pod: 'pods', customer: 'customers' },
  }),
  native('changes', {
    owner: 'assets',
    required: 'external_id title',
    optional:
      'kind status assets from to notice_given_at expected_state started_at ended_at outcome requested_by',
    references: { assets: 'assets', requested_by: 'people' },
    lists: ['assets'],
  }),
  native('incidents', {
    owner: 'tickets',
    required: 'external_id title started_at',
    optional:
      'detected_at acknowledged_at mitigated_at restored_at resolved_at assets customer product state impact_from impact_to planned announced_from announced_to notice_given_at severity cause_category caused_by_change',
    references: { assets: 'assets', customer: 'customers', product: 'products', caused_by_change: 'changes' },
    lists: ['assets'],
  }),
  native('incident_impacts', {
    owner: 'tickets',
    together: 'incident',
    required: 'incident state from',
    oneOf: [['asset', 'product', 'customer']],
    optional: 'to',
    references: { incident: 'incidents', asset: 'assets', product: 'products', customer: 'customers' },
  }),
  native('status_updates', {
    owner: 'tickets',
    required: 'external_id incident at status',
    optional: 'text components',
    references: { incident: 'incidents' },
  }),
  native('teams', {
    owner: 'tickets',
    required: 'external_id name',
    optional: 'calendar members',
    references: { calendar: 'calendars', members: 'people' },
    lists: ['members'],
  }),
  native('queues', {
    owner: 'tickets',
    required: 'external_id name',
    optional: 'calendar members',
    references: { calendar: 'calendars', members: 'people' },
    lists: ['members'],
  }),
  native('skills', {
    owner: 'tickets',
    required: 'external_id name',
    optional: 'description',
  }),
  native('agents', {
    owner: 'tickets',
    required: 'person',
    optional: 'external_id skills languages calendar capacity takes_tickets',
    references: { person: 'people', calendar: 'calendars' },
    lists: ['skills', 'languages'],
  }),
  native('tickets', {
    owner: 'tickets',
    required: 'external_id subject opened_at',
    optional:
      'kind customer contact channel priority status tier team queue assignee asset impact urgency category first_responded_at resolved_at closed_at reassignments reopenings satisfaction external_verdict',
    references: {
      customer: 'customers',
      contact: 'contacts',
      team: 'teams',
      queue: 'queues',
      assignee: 'people',
      asset: 'assets',
    },
    lists: ['asset'],
  }),
  native('ticket_events', {
    owner: 'tickets',
    together: 'ticket',
    required: 'ticket sequence at type',
    optional: 'actor from to text',
    references: { ticket: 'tickets', actor: 'people' },
  }),
  native('costs', {
    owner: 'analytics',
    independent: true,
    required: 'external_id date kind amount currency',
    optional: 'asset queue product customer',
    references: { asset: 'assets', queue: 'queues', product: 'products', customer: 'customers' },
  }),
];

/** Nouns of the contract whose service does not take them in this version. */
const LATER: readonly string[] = ['articles'];

/**
 * Finds the native file a word stands for: `tickets`, `ticket`, `support-levels`.
 * Returns it, or the sentence that says why the word names none.
 */
export function findNativeFile(word: string): NativeFile | string {
  const noun = word.toLowerCase().replaceAll('-', '_');
  const candidates = [noun, `${noun}s`, noun.replace(/y$/, 'ies'), noun === 'person' ? 'people' : noun];
  const found = NATIVE_FILES.find((file) => candidates.includes(file.noun));
  if (found !== undefined) return found;
  if (candidates.some((candidate) => LATER.includes(candidate))) {
    return `${noun} are part of the file format, but this version of the platform does not take them`;
  }
  return `"${word}" is no kind of import file; the kinds are ${NATIVE_FILES.map((file) => file.noun).join(', ')}`;
}

/** True for nouns of which a record can be made from its external id alone, used as its name too. */
export function creatableNoun(noun: string): boolean {
  const file = NATIVE_FILES.find((candidate) => candidate.noun === noun);
  return file !== undefined && file.required.every((column) => column === 'external_id' || column === 'name');
}
