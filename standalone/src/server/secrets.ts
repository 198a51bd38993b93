import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  localTokenKey: z.string().min(32),
  internalTokenSecret: z.string().min(32),
});

/** The keys of one platform: for its callers' tokens, and for the tokens between gateway and services. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The keys of a data folder, made on the first start; readable by their owner alone. */
export function secretsOf(dataFolder: string): Secrets {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made = {
    localTokenKey: randomBytes(48).toString('base64url'),
    internalTokenSecret: randomBytes(48).toString('base64url'),
  };
  writePrivately(file, made);
  return made;
}

/** Writes a JSON file that its owner alone can read, whole or not at all. */
export function writePrivately(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
