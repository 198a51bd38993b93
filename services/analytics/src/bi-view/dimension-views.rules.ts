import type { BiColumn } from './bi-view.rules.js';

/** A view of a dimension, and whom it shows: ALL readers, the COMPANY's own alone, or by the customer it belongs to. */
interface DimensionView {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly BiColumn[];
  readonly source: string;
  readonly shown: 'ALL' | 'COMPANY' | { readonly customer: string };
}

const column = (name: string, description: string, sql = `d.${name}`): BiColumn => ({
  name,
  sql,
  description,
});
const ID = column('id', 'Identifier in the graph.');
const NAME = column('name', 'Its name today.');
const EXTERNAL = [
  column('external_id', 'Its identifier where it was imported from; null: made here.'),
  column('source', 'The system it was imported from.'),
];

const view = (
  name: string,
  description: string,
  table: string,
  columns: readonly BiColumn[],
  shown: DimensionView['shown'] = 'ALL',
): DimensionView => ({ name, description, columns, source: `from public.${table} d`, shown });

/** What facts are cut by, with names: join them by id. */
export const DIMENSION_VIEWS: readonly DimensionView[] = [
  view(
    'customer',
    'Customers as they are today.',
    'customer',
    [
      ID,
      ...EXTERNAL,
      column('csi', 'Its customer support identifier.'),
      NAME,
      column('segment', 'Its segment today.'),
      column('region', 'Its region today.'),
      column('vertical', 'Its industry today.'),
      column('time_zone', 'The IANA time zone of its service levels.'),
      column('partner', 'Its reseller, by id.', 'd.partner_id'),
      column(
        'account_manager',
        'The person who looks after it, by id.',
        'case when (select bi.reads_all()) then d.account_manager_id end',
      ),
      column('active', 'Whether it is a customer today.'),
    ],
    { customer: 'd.id' },
  ),
  view('product', 'Products.', 'product', [ID, ...EXTERNAL, NAME]),
  view('plan', 'Plans of products.', 'plan', [
    ID,
    ...EXTERNAL,
    NAME,
    column('product', 'Its product, by id.', 'd.product_id'),
    column('support_level', 'The support level that comes with it, by id.', 'd.support_level_id'),
    column('tier', 'Its place among the plans of its product.'),
  ]),
  view('support_level', 'Support levels.', 'support_level', [ID, ...EXTERNAL, NAME]),
  view('pod', 'Pods on which subscriptions run.', 'pod', [
    ID,
    ...EXTERNAL,
    NAME,
    column('region', 'Where it is.'),
  ]),
  view(
    'agreement',
    'Service-level agreements, a version each.',
    'agreement',
    [
      ID,
      NAME,
      column('valid_from', 'Its first day.'),
      column('valid_to', 'Its first day out; null: none.'),
      column('uptime_target', 'The agreed uptime, percent.', 'd.uptime_target::numeric'),
    ],
    'COMPANY',
  ),
  view(
    'partner',
    'Resellers.',
    'partner',
    [
      ID,
      ...EXTERNAL,
      NAME,
      column('region', 'Where it is.'),
      column('parent', 'The reseller above it, by id.', 'd.parent_id'),
    ],
    'COMPANY',
  ),
  view('team', 'Teams of the support desk.', 'team', [ID, ...EXTERNAL, NAME], 'COMPANY'),
  view('queue', 'Queues of the support desk.', 'queue', [ID, ...EXTERNAL, NAME], 'COMPANY'),
  view(
    'asset',
    'Assets.',
    'asset',
    [ID, ...EXTERNAL, NAME, column('kind', 'Its kind.'), column('status', 'Where it stands in its life.')],
    'COMPANY',
  ),
  view(
    'exchange_rate',
    'Exchange rates on record: units of the second currency for one of the first since a day.',
    'exchange_rate',
    [
      column('on_day', 'Since this day.', 'd.date'),
      column('from_currency', 'One unit of this one.'),
      column('to_currency', 'Costs so many of this one.'),
      column('rate', 'How many.'),
    ],
  ),
];
