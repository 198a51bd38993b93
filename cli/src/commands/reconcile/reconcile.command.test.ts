import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../program.js';
import { planReport, refusalToApply, unapplied } from './plan.report.js';

const call = async (...words: string[]) => {
  let err = '';
  const terminal = { out: () => undefined, err: (text: string) => (err += text), environment: {} };
  const code = await runCommandLine(['reconcile', ...words], terminal, () =>
    Promise.reject(new Error('unused')),
  );
  return { code, err };
};

describe('a plan as text', () => {
  it('counts, shows what changes, says how many it does not show and what was left out', () => {
    const text = planReport(
      {
        id: 'rec_1',
        counts: [
          { noun: 'ASSET', kind: 'NEW', count: 1 },
          { noun: 'ASSET', kind: 'DRIFTED', count: 1_200 },
        ],
        problemCount: 1,
        problems: [{ noun: 'DEPENDENCY', line: 7, reason: 'There is no asset "x".' }],
      },
      [
        { noun: 'ASSET', kind: 'NEW', name: 'db', fields: [{ name: 'kind', before: null, after: 'host' }] },
        {
          noun: 'ASSET',
          kind: 'DRIFTED',
          name: 'web',
          fields: [
            { name: 'tags', before: ['a'], after: null },
            { name: 'note', before: null, after: 'x'.repeat(50) },
          ],
        },
      ],
    );
    expect(text).toBe(`noun   difference  count
─────  ──────────  ─────
ASSET  NEW             1
ASSET  DRIFTED     1,200

NEW     asset db: kind host
DRIFTED asset web: tags ["a"] → (none), note (none) → ${'x'.repeat(40)}…

… and 1,199 more

Rows left out: 1
  DEPENDENCY line 7: There is no asset "x".`);
    expect(planReport({ id: 'rec_1', counts: [], problemCount: 0, problems: [] }, [])).toBe(
      'The record is as the feed has it.',
    );
  });
});

describe('a plan that is not applied', () => {
  const plan = {
    id: 'rec_1',
    counts: [{ noun: 'ASSET', kind: 'GONE', count: 2 }],
    problemCount: 0,
    problems: [],
  };

  it('is refused where rejected rows may tell of what looks gone', () => {
    expect(refusalToApply(plan, 3, false)).toMatch(/rejected \(3\).*--keep-gone/);
    expect(refusalToApply(plan, 0, false)).toBeNull();
    expect(refusalToApply(plan, 3, true)).toBeNull();
    expect(
      refusalToApply({ ...plan, counts: [{ noun: 'ASSET', kind: 'NEW', count: 2 }] }, 3, false),
    ).toBeNull();
  });

  it('says what was put on record all the same', () => {
    expect(unapplied(plan, 0)).toBe('Nothing was changed. The plan is rec_1.');
    expect(unapplied(plan, 2)).toBe(
      'Nothing was changed, but records were made that the feed names: 2. The plan is rec_1.',
    );
  });
});

describe('plimsoll reconcile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reconcile-'));
  writeFileSync(join(folder, 'customers.csv'), 'external_id,name\nc1,C\n');

  it.each([
    [[folder], /required option '--source/],
    [[folder, '--source', 'cmdb'], /no assets, dependencies or placements to compare/],
    [[folder, '--source', 'cmdb', '--keep-gone'], /go with --apply/],
    [[folder, '--source', 'cmdb', '--show', 'many'], /--show takes a number, not many/],
  ])('is refused when it is called wrongly: %#', async (words, message) => {
    const { code, err } = await call(...words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
