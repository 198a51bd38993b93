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
