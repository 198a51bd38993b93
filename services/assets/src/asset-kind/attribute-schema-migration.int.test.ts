import 'reflect-metadata';
import type { QueryRunner } from 'typeorm';
import { testDatabase } from '@plimsoll/shared/testing';
import { CreateChanges1790000000110 } from '../database/create-changes.migration.js';
import { CreateEstate1790000000100 } from '../database/create-estate.migration.js';
import { CreateOutages1790000000120 } from '../database/create-outages.migration.js';
import { FindAndMergeAssets1790000000220 } from '../database/find-and-merge-assets.migration.js';

describe('kinds from before attributes were stated by a schema', () => {
  const test = testDatabase({
    name: 'assets',
    migrations: [CreateEstate1790000000100, CreateChanges1790000000110, CreateOutages1790000000120],
  });

  it('say the same by one, and go back again', async () => {
    const owner = await test.database.connect('test');
    try {
      const runner = {
        query: async (sql: string) => (await owner.query(sql)).rows,
      } as unknown as QueryRunner;
      const definitions = [
        { name: 'cores', type: 'NUMBER', required: true },
        { name: 'os', type: 'TEXT', required: false },
        { name: 'spare', type: 'BOOLEAN', required: true },
      ];
      await owner.query(
        `insert into asset_kind (id, version, name, attribute_schema) values
           ('knd_a', 1, 'a', $1), ('knd_b', 1, 'b', '[]'), ('knd_c', 1, 'c', null)`,
        [JSON.stringify(definitions)],
      );
      const schemas = async () =>
        (
          await owner.query<{ schema: unknown }>(
            'select attribute_schema as schema from asset_kind order by id',
          )
        ).rows.map(({ schema }) => schema);
      const migration = new FindAndMergeAssets1790000000220();
      await migration.up(runner);
      expect(await schemas()).toEqual([
        {
          type: 'object',
          properties: { cores: { type: 'number' }, os: { type: 'string' }, spare: { type: 'boolean' } },
          required: ['cores', 'spare'],
        },
        { type: 'object', properties: {} },
        null,
      ]);
      await migration.down(runner);
      const [back, empty] = (await schemas()) as (typeof definitions)[];
      expect(back?.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(definitions);
      expect(empty).toBeNull();
      await migration.up(runner);
      expect((await schemas())[0]).toMatchObject({ required: ['cores', 'spare'] });
    } finally {
      await owner.end();
    }
  });
});
