import 'reflect-metadata';
import { accountService } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;

interface Answer {
  supportLevel: { id: string; version: number; beyondAllowance: string } | null;
  userErrors: { code: string; path: string[] }[];
}

describe('what a support level says of cases beyond its allowance', () => {
  it('is imported, and kept where a file says nothing of it', async () => {
    const row = { external_id: 'l', name: 'Level', cases_per_year: '5' };
    const shown = async () => {
      const { supportLevelByExternalId } = await run<{ supportLevelByExternalId: object }>(
        '{ supportLevelByExternalId(source: "import", externalId: "l") { casesPerYear beyondAllowance } }',
      );
      return supportLevelByExternalId;
    };
    expect(await load('SupportLevels', [row])).toMatchObject({ created: 1 });
    expect(await shown()).toEqual({ casesPerYear: 5, beyondAllowance: 'ALLOW' });
    expect(await load('SupportLevels', [{ ...row, beyond_allowance: 'REFUSE' }])).toMatchObject({
      updated: 1,
    });
    expect(await load('SupportLevels', [row])).toMatchObject({ unchanged: 1 });
    expect(await shown()).toEqual({ casesPerYear: 5, beyondAllowance: 'REFUSE' });
    expect((await load('SupportLevels', [{ ...row, beyond_allowance: 'MAYBE' }])).rejects).toMatchObject([
      { line: 1, column: 'beyond_allowance' },
    ]);
    expect((await service.events()).at(-1)).toMatchObject({
      type: 'plimsoll.support_level.updated.v1',
      data: { casesPerYear: 5, beyondAllowance: 'REFUSE' },
    });
  });

  it('is set and changed', async () => {
    const { createSupportLevel } = await run<{ createSupportLevel: Answer }>(
      `mutation ($input: CreateSupportLevelInput!) { createSupportLevel(input: $input) {
         supportLevel { id version beyondAllowance } userErrors { code path } } }`,
      { input: { idempotencyKey: 'k', name: 'Made', casesPerYear: 1, beyondAllowance: 'CHARGE' } },
    );
    expect(createSupportLevel.supportLevel).toMatchObject({ beyondAllowance: 'CHARGE' });
    const { updateSupportLevel } = await run<{ updateSupportLevel: Answer }>(
      `mutation ($input: UpdateSupportLevelInput!) { updateSupportLevel(input: $input) {
         supportLevel { id version beyondAllowance } userErrors { code path } } }`,
      { input: { id: createSupportLevel.supportLevel?.id, expectedVersion: 1, beyondAllowance: 'ALLOW' } },
    );
    expect(updateSupportLevel.supportLevel).toMatchObject({ version: 2, beyondAllowance: 'ALLOW' });
  });
});
