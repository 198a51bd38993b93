import { z } from 'zod';
import { DomainError } from '../errors/index.js';
import { checkCurrency, checkTimeZone } from '../formats/index.js';

// Every column of an import file arrives as text. An empty cell is `null`; a column the file does not have is
// `undefined`, so that a file says nothing about what it does not mention.

const absent = (value: unknown) => (value === '' || value === undefined ? null : value);

function textColumn<T>(schema: z.ZodType<T, string>) {
  return z.preprocess(absent, schema.nullable()) as z.ZodType<T | null | undefined>;
}

function requiredColumn<T>(schema: z.ZodType<T, string>) {
  return z.preprocess(
    absent,
    z
      .custom((value) => value !== null, { message: 'is required', abort: true })
      .pipe(schema as z.ZodType<T, unknown>),
  ) as z.ZodType<T>;
}

const text = z
  .string()
  .max(10_000, 'is longer than 10,000 characters')
  .refine((value) => !value.includes('\u0000'), 'contains a NUL character');
const decimal = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,12})?$/, 'is not a decimal with a point, such as 1474.80');
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date YYYY-MM-DD')
  .refine(
    (value) =>
      !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
      new Date(`${value}T00:00:00Z`).toISOString().startsWith(value),
    'is not a date of the calendar',
  );
const instant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/,
    'is not an instant with an offset, such as 2026-03-01T02:00:00Z',
  )
  .transform((value, context) => {
    const parsed = new Date(value.replace(' ', 'T'));
    if (Number.isNaN(parsed.getTime()))
      context.addIssue({ code: 'custom', message: 'is not an instant of the calendar' });
    return parsed;
  });
const integer = z
  .string()
  .regex(/^-?\d{1,9}$/, 'is not a whole number')
  .transform(Number);
const boolean = z
  .string()
  .transform((value) => value.trim().toLowerCase())
  .refine((value) => ['true', 'false', 'yes', 'no', '1', '0'].includes(value), 'is neither true nor false')
  .transform((value) => ['true', 'yes', '1'].includes(value));
const list = text.transform((value) =>
  value
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const duration = z
  .string()
  .regex(
    /^P(?!$)(\d+W|(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/,
    'is not an ISO 8601 duration such as PT15M',
  );

/** A text that a rule reads or refuses; its refusal is the row's reason, word for word. */
function parsed<T>(parse: (value: string) => T): z.ZodType<T, string> {
  return text.transform((value, context) => {
    try {
      return parse(value.trim());
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { sentence: true } });
      return z.NEVER;
    }
  });
}
const timeZone = parsed((value) => checkTimeZone(value, 'time_zone'));
const currency = parsed((value) => checkCurrency(value, 'currency'));

/** Schemas of the columns of import files: `column` for those that may be empty, `required` for the others. */
export const column = {
  text: textColumn(text),
  decimal: textColumn(decimal),
  date: textColumn(date),
  instant: textColumn(instant as unknown as z.ZodType<Date, string>),
  integer: textColumn(integer),
  boolean: textColumn(boolean),
  /** Items between semicolons. */
  list: textColumn(list),
  duration: textColumn(duration),
  /** IANA name. */
  timeZone: textColumn(timeZone),
  /** ISO 4217 code. */
  currency: textColumn(currency),
  /** Read by a rule that throws a DomainError. */
  parsed: <T>(parse: (value: string) => T) => textColumn(parsed(parse)),
  /** One of the words, in any case; lower-case kebab and snake are accepted. */
  oneOf: <Word extends string>(...words: Word[]) => textColumn(word(words)),
  required: {
    text: requiredColumn(text),
    decimal: requiredColumn(decimal),
    date: requiredColumn(date),
    instant: requiredColumn(instant as unknown as z.ZodType<Date, string>),
    integer: requiredColumn(integer),
    timeZone: requiredColumn(timeZone),
    currency: requiredColumn(currency),
    parsed: <T>(parse: (value: string) => T) => requiredColumn(parsed(parse)),
    list: requiredColumn(list),
    oneOf: <Word extends string>(...words: Word[]) => requiredColumn(word(words)),
  },
};

function word<Word extends string>(words: Word[]): z.ZodType<Word, string> {
  return z
    .string()
    .transform((value) => value.trim().toUpperCase().replaceAll(/[\s-]/g, '_') as Word)
    .refine((value) => words.includes(value), `is none of ${words.join(', ')}`);
}
