import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signInternalToken, type Principal } from '@plimsoll/shared';
import { emptyTestDatabase, testDatabase } from '@plimsoll/shared/testing';
import { idOf, STAFF, type Member, type Refusal } from './change-approval/approval.fixture.js';
import { seedEstate } from './change/estate.fixture.js';
import { assetsDatabase } from './database/index.js';

const { service, ...definition } = assetsDatabase;
const test = testDatabase({ name: service, ...definition });
const bus = emptyTestDatabase('concurrent_changes_bus');
const SECRET = 'a secret of at least thirty-two characters';
const REPLICAS = 2;
const EDITS = 50;
const ROUNDS = 5;
const ATTEMPTS = 10;

const replicas: { port: number; process: ChildProcess }[] = [];

/** A process of the built service, as it runs in production. */
async function startReplica(): Promise<void> {
  const port = await freePort();
  const process_ = spawn(process.execPath, [join(__dirname, '../dist/main.js')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL_ASSETS: test.url,
      BUS_URL: bus.url,
      INTERNAL_TOKEN_SECRET: SECRET,
      PORT: String(port),
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  replicas.push({ port, process: process_ });
  for (;;) {
    if (process_.exitCode !== null) throw new Error('the service ended before it served; is it built?');
    const live = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
    if (live?.ok) return;
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
}

/** The data of a document without errors, from the n-th replica in turn; asked again when it is too busy. */
async function ask<Data>(query: string, variables: object, caller: Principal, turn: number): Promise<Data> {
  const port = replicas[turn % REPLICAS]?.port ?? 0;
  for (let attempt = 1; ; attempt += 1) {
    const token = await signInternalToken(caller, `request-${turn}-${attempt}`, SECRET);
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as {
      data: Data;
      errors?: { message: string; extensions: { code: string } }[];
    };
    if (errors.length === 0) return data;
    const busy = errors.every(({ extensions }) => extensions.code === 'TEMPORARILY_UNAVAILABLE');
    if (!busy || attempt === ATTEMPTS) throw new Error(errors.map(({ message }) => message).join('\n'));
  }
}

interface Answer {
  change: { id: string; version: number; status: string; title: string } | null;
  userErrors: Refusal[];
}
async function mutate(step: string, type: string, input: object, by: Member, turn = 0): Promise<Answer> {
  const { payload } = await ask<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${step}(input: $input) {
       change { id version status title } userErrors { code message path } } }`,
    { input },
    STAFF[by],
    turn,
  );
  return payload;
}

interface Whole {
  version: number;
  status: string;
  title: string;
  history: { totalCount: number; nodes: { fields: { name: string; after: unknown }[] }[] };
  approvals: { given: { by: { id: string } }[]; outstanding: { role: string }[] };
}
const read = async (id: string): Promise<Whole> =>
  (
    await ask<{ change: Whole }>(
      `query ($id: ID!) { change(id: $id) {
         version status title approvals { given { by { id } } outstanding { role } }
         history(first: 100) { totalCount nodes { fields { name after } } } } }`,
      { id },
      STAFF.ann,
      0,
    )
  ).change;
const timesApproved = ({ history }: Whole): number =>
  history.nodes.filter(({ fields }) =>
    fields.some(({ name, after }) => name === 'status' && after === 'APPROVED'),
  ).length;

let drafted = 0;
async function drafts(): Promise<string> {
  drafted += 1;
  const day = (n: number): string => new Date(Date.UTC(2027, 0, drafted, n)).toISOString();
  const input = {
    idempotencyKey: `draft ${drafted}`,
    title: 'Move the database',
    assetIds: ['ast_own'],
    window: { from: day(0), to: day(1) },
  };
  return (await mutate('draftChange', 'DraftChangeInput', input, 'ann')).change!.id;
}
/** A change in review, at version 3. */
async function submitted(): Promise<string> {
  const id = await drafts();
  await mutate('assessChange', 'ChangeStepInput', { id, expectedVersion: 1 }, 'ann');
  await mutate('submitChange', 'ChangeStepInput', { id, expectedVersion: 2 }, 'ann');
  return id;
}
const approveAtOnce = (id: string, approvers: Member[]): Promise<Answer[]> =>
  Promise.all(
    approvers.map((by, turn) =>
      mutate('approveChange', 'ApproveChangeInput', { id, expectedVersion: 3 }, by, turn),
    ),
  );
const codesOf = (answers: Answer[]): string[] =>
  answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));

describe('changes, from two processes at once', () => {
  beforeAll(async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await seedEstate(tx);
      for (const { personId } of Object.values(STAFF)) {
        await tx.query('insert into person (id, version) values ($1, 1)', [personId]);
      }
    });
    await Promise.all(Array.from({ length: REPLICAS }, startReplica));
  }, 60_000);

  afterAll(async () => {
    for (const { process: one } of replicas) {
      const ended = one.exitCode === null ? new Promise((resolve) => one.once('exit', resolve)) : null;
      one.kill('SIGTERM');
      await ended;
    }
  });

  it('take one of fifty edits of one version; the others are told so, and nothing is lost', async () => {
    const id = await drafts();
    const answers = await Promise.all(
      Array.from({ length: EDITS }, (_, turn) =>
        mutate(
          'updateChange',
          'UpdateChangeInput',
          { id, expectedVersion: 1, title: `Edit ${turn}` },
          'ann',
          turn,
        ),
      ),
    );
    const won = answers.flatMap(({ change }) => change ?? []);
    expect(won).toHaveLength(1);
    expect(codesOf(answers)).toEqual(Array.from({ length: EDITS - 1 }, () => 'CONFLICT'));
    const change = await read(id);
    expect([change.version, change.title, change.history.totalCount]).toEqual([2, won[0]!.title, 2]);
  }, 60_000);

  it('are approved by the first of two managers where one is enough', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await submitted();
      const answers = await approveAtOnce(id, ['bob', 'cyd']);
      expect(answers.map(({ change }) => change?.status ?? null).toSorted()).toEqual(['APPROVED', null]);
      expect(codesOf(answers)).toEqual(['CONFLICT']);
      const change = await read(id);
      expect([change.version, timesApproved(change), change.approvals.given.length]).toEqual([4, 1, 1]);
    }
  }, 60_000);

  it('reach the quorum of a board once: with both of two votes, and with two of four', async () => {
    const board = await ask<{ payload: { board: { id: string }; userErrors: Refusal[] } }>(
      `mutation ($input: CreateAdvisoryBoardInput!) {
         payload: createAdvisoryBoard(input: $input) { board { id } userErrors { message } } }`,
      {
        input: {
          idempotencyKey: 'board',
          name: 'Board',
          quorum: 2,
          members: (['bob', 'cyd', 'eve', 'oli'] as const).map((one) => ({ personId: idOf(one) })),
        },
      },
      STAFF.ada,
      0,
    );
    expect(board.payload.userErrors).toEqual([]);
    const rule = await ask<{ payload: { userErrors: Refusal[] } }>(
      `mutation ($input: CreateChangeApprovalRuleInput!) {
         payload: createChangeApprovalRule(input: $input) { userErrors { message } } }`,
      {
        input: {
          idempotencyKey: 'rule',
          position: 1,
          name: 'The board agrees',
          boardId: board.payload.board.id,
        },
      },
      STAFF.ada,
      1,
    );
    expect(rule.payload.userErrors).toEqual([]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const both = await submitted();
      const answers = await approveAtOnce(both, ['bob', 'cyd']);
      expect(codesOf(answers)).toEqual([]);
      expect(answers.map(({ change }) => change?.status).toSorted()).toEqual(['APPROVED', 'IN_REVIEW']);
      const change = await read(both);
      expect([change.version, timesApproved(change), change.approvals]).toEqual([
        4,
        1,
        { given: [expect.anything(), expect.anything()], outstanding: [] },
      ]);

      const of = await submitted();
      const four = await approveAtOnce(of, ['bob', 'cyd', 'eve', 'oli']);
      expect(codesOf(four)).toEqual(['CONFLICT', 'CONFLICT']);
      const after = await read(of);
      expect([after.version, timesApproved(after), after.approvals.given.length]).toEqual([4, 1, 2]);
    }
  }, 120_000);

  it('keep one vote of a person who votes twice at once', async () => {
    const id = await submitted();
    const answers = await approveAtOnce(id, ['bob', 'bob']);
    expect(codesOf(answers)).toEqual(['ALREADY_DECIDED']);
    expect((await read(id)).approvals.given).toHaveLength(1);
  });
});
