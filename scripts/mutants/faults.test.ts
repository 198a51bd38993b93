import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFaults } from './faults.mjs';

let root: string;

const sound = {
  name: 'bound included',
  file: 'noun.rules.ts',
  find: 'a < b',
  replace: 'a <= b',
  failsProperty: 'the bound is out',
  test: 'noun.rules.test.ts',
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plimsoll faults '));
  await mkdir(join(root, 'services/x/src/noun'), { recursive: true });
  await write('noun.rules.ts', 'export const f = (a: number, b: number) => a < b && a > 0 && b > 0;');
  await write('noun.rules.test.ts', '');
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const write = (file: string, text: string) => writeFile(join(root, 'services/x/src/noun', file), text);

describe('the lists of planted faults', () => {
  it('name files beside the list or from the project', async () => {
    const file = 'services/x/src/noun/noun.rules.ts';
    await write('noun.faults.json', JSON.stringify([sound, { ...sound, name: 'again', file }]));
    const { faults, problems } = readFaults(root);
    expect(problems).toEqual([]);
    expect(faults.map((fault) => [fault.name, fault.file])).toEqual([
      ['bound included', file],
      ['again', file],
    ]);
  });

  it.each([
    [
      'find that is not there',
      { find: 'a == b' },
      'find stands 0 times in services/x/src/noun/noun.rules.ts',
    ],
    [
      'find that is there twice',
      { find: ' > 0' },
      'find stands 2 times in services/x/src/noun/noun.rules.ts',
    ],
    ['fault that changes nothing', { replace: 'a < b' }, 'find and replace are the same'],
    ['test file that does not exist', { test: 'gone.test.ts' }, 'gone.test.ts does not exist'],
    ['missing field', { failsProperty: undefined }, 'failsProperty missing'],
  ])('are refused with a %s', async (_what, change, problem) => {
    await write('noun.faults.json', JSON.stringify([{ ...sound, ...change }]));
    const { faults, problems } = readFaults(root);
    expect(faults).toEqual([]);
    expect(problems).toEqual([
      expect.stringContaining(`services/x/src/noun/noun.faults.json: bound included: ${problem}`),
    ]);
  });

  it('are refused with two faults of one name', async () => {
    await write('noun.faults.json', JSON.stringify([sound, sound]));
    expect(readFaults(root).problems).toEqual([`two faults are called 'bound included'`]);
  });
});
