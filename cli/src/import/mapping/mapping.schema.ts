import { z } from 'zod';
import { FILE_FORMATS } from '../reader/index.js';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.union([text, z.array(text)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** How a date is written: luxon tokens, `iso` or `epoch_ms`; zone-less times are taken in `zone`. */
const dateFormat = z.strictObject({
  format: z.string().optional(),
  zone: z.string().optional(),
  fold: z.enum(['earlier', 'later']).optional(),
});
export type DateFormat = z.infer<typeof dateFormat>;

/** A test of one value, or of others together. */
export interface Condition {
  value?: Value;
  equals?: string[];
  differs_from?: Value;
  matches?: string;
  present?: boolean;
  row?: 'first' | 'last';
  all?: Condition[];
  any?: Condition[];
  not?: Condition;
}

/** Where a value comes from (one source) and what is done to it (the steps, in the order given here). */
export interface ValueRule {
  path?: string;
  constant?: string;
  template?: string;
  first_of?: Value[];
  list?: Value[];
  choose?: { when?: Condition; value: Value }[];
  row?: 'file' | 'group';
  file?: 'name' | 'stem';
  of?: 'first' | 'last' | 'previous' | 'next';
  where?: Condition;
  missing?: string[];
  match?: string;
  replace?: string;
  table?: Record<string, string | null>;
  otherwise?: 'keep' | 'absent' | 'reject';
  date?: DateFormat;
  plus?: string;
  minus?: string;
  as?: 'instant' | 'date';
  join?: string;
  default?: Value;
}

/** A path, or a rule. */
export type Value = string | ValueRule;

const SOURCES = ['path', 'constant', 'template', 'first_of', 'list', 'choose', 'row', 'file'] as const;

const value: z.ZodType<Value> = z.lazy(() => z.union([z.string(), rule]));

const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .strictObject({
      value: value.optional(),
      equals: texts.optional(),
      differs_from: value.optional(),
      matches: regularExpression.optional(),
      present: z.boolean().optional(),
      row: z.enum(['first', 'last']).optional(),
      all: z.array(condition).optional(),
      any: z.array(condition).optional(),
      not: condition.optional(),
    })
    .check((context) => {
      const tests = ['equals', 'differs_from', 'matches', 'present'] as const;
      const given = tests.filter((test) => context.value[test] !== undefined);
      if ((context.value.value !== undefined) !== (given.length === 1)) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: `"value" goes with exactly one of ${tests.join(', ')}`,
        });
      }
    }),
);

const regularExpression = z.string().superRefine((pattern, context) => {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const rule: z.ZodType<ValueRule> = z.lazy(() =>
  z
    .strictObject({
      path: z.string().optional(),
      constant: text.optional(),
      template: z.string().optional(),
      first_of: z.array(value).min(1).optional(),
      list: z.array(value).min(1).optional(),
      choose: z
        .array(z.strictObject({ when: condition.optional(), value }))
        .min(1)
        .optional(),
      row: z.enum(['file', 'group']).optional(),
      file: z.enum(['name', 'stem']).optional(),
      of: z.enum(['first', 'last', 'previous', 'next']).optional(),
      where: condition.optional(),
      missing: texts.optional(),
      match: regularExpression.optional(),
      replace: z.string().optional(),
      table: z.record(z.string(), text.nullable()).optional(),
      otherwise: z.enum(['keep', 'absent', 'reject']).optional(),
      date: dateFormat.optional(),
      plus: z.string().optional(),
      minus: z.string().optional(),
      as: z.enum(['instant', 'date']).optional(),
      join: z.string().optional(),
      default: value.optional(),
    })
    .check((context) => {
      const given = SOURCES.filter((source) => context.value[source] !== undefined);
      if (given.length !== 1) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: `a value has exactly one source (${SOURCES.join(', ')}); this one has ${given.join(', ') || 'none'}`,
        });
      }
      if (context.value.replace !== undefined && context.value.match === undefined) {
        context.issues.push({ code: 'custom', input: context.value, message: '"replace" needs "match"' });
      }
    }),
);

const records = z.strictObject({
  noun: z.string(),
  select: z.string().optional(),
  where: condition.optional(),
  group: z
    .strictObject({
      by: value,
      take: z.enum(['group', 'rows']),
      spread: z.boolean().optional(),
    })
    .optional(),
  distinct: z.boolean().optional(),
  columns: z.record(z.string(), value),
  clear: z.record(z.string(), condition).optional(),
  references: z.record(z.string(), z.enum(['create', 'reject', 'ignore'])).optional(),
});

/** The whole mapping file; `docs/import-mappings.md` explains each key. */
export const mappingSchema = z.strictObject({
  mapping: z.string(),
  description: z.string().optional(),
  as: z.array(z.string()).optional(),
  format: z.union([z.enum(FILE_FORMATS), z.array(z.enum(FILE_FORMATS)).min(1)]),
  encoding: z.string().refine(isEncoding, 'no encoding of that name is known').optional(),
  delimiter: z.string().length(1).optional(),
  dates: dateFormat.optional(),
  missing: texts.optional(),
  select: z.string().optional(),
  let: z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), value).optional(),
  records: z.array(records).min(1),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type RecordRule = Mapping['records'][number];

function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}
