import { VIEWS, type View } from './views.js';

describe('the view of tickets', () => {
  const view = VIEWS['tickets'] as View;

  it('has a cell for each column, and of each response target how its last clock stands', () => {
    const clock = (target: string, cycle: number, status: string) => ({ target, cycle, status });
    const [cells] = view.rows({
      id: 'tkt_1',
      externalId: 'T-1',
      kind: 'INCIDENT',
      status: 'CLOSED',
      phase: 'DIAGNOSED',
      subject: 'Down',
      openedAt: '2026-03-01T00:00:00.000Z',
      reassignedCount: 0,
      customer: { id: 'cus_1', externalId: 'C-1', csi: 'AAA-BBB-CCC', name: 'Birch' },
      assignee: { id: 'per_1', name: 'Ada' },
      queue: null,
      clocks: [
        clock('RESOLUTION', 1, 'BREACHED'),
        clock('RESOLUTION', 2, 'MET'),
        clock('FIRST_RESPONSE', 1, 'MET'),
      ],
    }) as [unknown[]];
    expect(cells).toHaveLength(view.columns.length);
    const cell = (column: string) => cells[view.columns.indexOf(column)];
    expect(['ticket', 'phase', 'customer_name', 'assignee_name', 'queue', 'reassignments'].map(cell)).toEqual(
      ['tkt_1', 'DIAGNOSED', 'Birch', 'Ada', undefined, 0],
    );
    expect(['first_response_target', 'update_target', 'resolution_target'].map(cell)).toEqual([
      'MET',
      null,
      'MET',
    ]);
  });
});

describe('the view of incident exposures', () => {
  const view = VIEWS['incident-exposures'] as View;

  it('has a line for each currency, with a cell for each column', () => {
    const lines = view.rows({
      ticket: { id: 'tkt_1', externalId: 'T-1', subject: 'Down' },
      planned: false,
      startedAt: '2026-03-01T00:00:00.000Z',
      endedAt: null,
      customerCount: 2,
      products: [
        { id: 'prd_1', name: 'Mail' },
        { id: 'prd_2', name: 'Chat' },
      ],
      downSeconds: 60,
      degradedSeconds: 0,
      credit: { amount: '150.00', currency: 'EUR' },
      credits: [{ amount: '100.00', currency: 'EUR' }],
      monthlyRecurringRevenue: [
        { amount: '10.00', currency: 'EUR' },
        { amount: '20.00', currency: 'USD' },
      ],
    });
    for (const cells of lines) expect(cells).toHaveLength(view.columns.length);
    expect(lines.map((cells) => cells.slice(6))).toEqual([
      [2, 'prd_1 prd_2', 'Mail, Chat', 60, 0, '150.00', 'EUR', 'EUR', '100.00', '10.00'],
      [2, 'prd_1 prd_2', 'Mail, Chat', 60, 0, '150.00', 'EUR', 'USD', null, '20.00'],
    ]);
  });
});

describe('the view of asset mappings', () => {
  const view = VIEWS['asset-mappings'] as View;

  it('tells who rests on what, and what they pay', () => {
    const mapping = {
      customer: { id: 'cus_1', externalId: 'C-1', csi: 'AAA', name: 'Birch', monthlyRecurringRevenue: [] },
      product: { id: 'prd_1', externalId: 'P-1', name: 'Mail' },
      asset: { id: 'ast_1', externalId: null, name: 'mail', kind: 'service' },
      placement: { id: 'plc_1', product: { id: 'prd_1' }, pod: null, customer: null },
    };
    const [cells] = view.rows(mapping) as [unknown[]];
    expect(cells).toHaveLength(view.columns.length);
    expect(cells.slice(-2)).toEqual([null, null]);
    const paying = { ...mapping.customer, monthlyRecurringRevenue: [{ amount: '9.00', currency: 'EUR' }] };
    expect(view.rows({ ...mapping, customer: paying }).map((line) => line.slice(-2))).toEqual([
      ['9.00', 'EUR'],
    ]);
  });
});
