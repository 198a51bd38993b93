import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;

interface Template {
  id: string;
  version: number;
  name: string;
}
interface Answer {
  record: Template | null;
  userErrors: { code: string; path: string[] }[];
}

const FIELDS = `id version name uptimeTarget degradedWeight maintenanceNoticeHours
  creditTiers { below percent } targets { priority firstResponse update resolution }`;

async function mutate(
  name: string,
  record: string,
  fields: string,
  input: Record<string, unknown>,
  caller?: Parameters<typeof run>[2],
): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { result } = await run<{ result: Answer }>(
    `mutation ($input: ${type}!) { result: ${name}(input: $input) { record: ${record} { ${fields} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
}
const create = (input: Record<string, unknown>, caller?: Parameters<typeof run>[2]) =>
  mutate('createAgreementTemplate', 'agreementTemplate', FIELDS, input, caller);

const gold = {
  idempotencyKey: 'gold',
  name: 'Gold',
  uptimeTarget: '99.90',
  maintenanceNoticeHours: '72',
  creditTiers: [{ below: '99.9', percent: '10' }],
  targets: [{ priority: 'P1', firstResponse: 'PT15M' }],
};

describe('a template of agreements', () => {
  let id = '';

  it('is created once and changed at the version read', async () => {
    const made = await create(gold);
    id = made.record?.id ?? '';
    expect(made).toEqual({
      record: {
        id: expect.stringMatching(/^slt_/) as string,
        version: 1,
        name: 'Gold',
        uptimeTarget: '99.9',
        degradedWeight: '1',
        maintenanceNoticeHours: '72',
        creditTiers: [{ below: '99.9', percent: '10' }],
        targets: [{ priority: 'P1', firstResponse: 'PT15M', update: null, resolution: null }],
      },
      userErrors: [],
    });
    expect(await create(gold)).toEqual(made);
    expect(await create({ ...gold, uptimeTarget: '99' })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }],
    });
    expect(await create({ ...gold, idempotencyKey: 'again' })).toEqual({
      record: null,
      userErrors: [{ code: 'DUPLICATE_NAME', path: ['name'] }],
    });
    expect(await create({ ...gold, idempotencyKey: 'bad', name: 'Bad', uptimeTarget: '101' })).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['uptimeTarget'] }],
    });
    const update = (input: object) =>
      mutate('updateAgreementTemplate', 'agreementTemplate', FIELDS, { id, ...input });
    expect(await update({ expectedVersion: 1, uptimeTarget: '99.95' })).toMatchObject({
      record: { version: 2, uptimeTarget: '99.95', maintenanceNoticeHours: '72' },
    });
    expect(await update({ expectedVersion: 1, uptimeTarget: '1' })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect((await service.events()).map(({ type, version }) => [type, version])).toEqual([
      ['plimsoll.agreement_template.created.v1', 1],
      ['plimsoll.agreement_template.updated.v1', 2],
    ]);
  });

  it('gives a draft its terms', async () => {
    const made = await mutate(
      'createAgreementFromTemplate',
      'agreement',
      'name status validFrom uptimeTarget creditTiers { below percent }',
      { idempotencyKey: 'd', agreementTemplateId: id, name: 'Gold for Alder', validFrom: '2026-04-01' },
    );
    expect(made).toEqual({
      record: {
        name: 'Gold for Alder',
        status: 'DRAFT',
        validFrom: '2026-04-01',
        uptimeTarget: '99.95',
        creditTiers: [{ below: '99.9', percent: '10' }],
      },
      userErrors: [],
    });
  });

  it('is for staff', async () => {
    const read = (caller: Parameters<typeof run>[2]) =>
      run(
        'query ($id: ID!) { agreementTemplate(id: $id) { name } agreementTemplates { totalCount } }',
        { id },
        caller,
      );
    expect(await read(testCallers.agent)).toEqual({
      agreementTemplate: { name: 'Gold' },
      agreementTemplates: { totalCount: 1 },
    });
    for (const caller of [testCallers.partner('par_x'), testCallers.contact('cus_x'), testCallers.analyst]) {
      expect(await read(caller)).toEqual({
        agreementTemplate: null,
        agreementTemplates: { totalCount: 0 },
      });
      expect(await create({ ...gold, idempotencyKey: 'other', name: 'Other' }, caller)).toMatchObject({
        record: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
  });

  it('is listed with as many statements for many as for one', async () => {
    await load('Calendars', [
      { external_id: 'office', time_zone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00' },
    ]);
    const { calendars } = await run<{ calendars: { nodes: { id: string }[] } }>(
      '{ calendars { nodes { id } } }',
    );
    for (const name of ['A', 'B', 'C']) {
      await create({ ...gold, idempotencyKey: name, name, calendarId: calendars.nodes[0]?.id });
    }
    const list = (first: number) =>
      service.countStatements(
        `query ($n: Int!) { agreementTemplates(first: $n) { nodes { calendar { name } history(first: 1) { nodes { version } } } } }`,
        { n: first },
      );
    await list(3);
    expect(await list(1)).toBe(await list(4));
  });
});
