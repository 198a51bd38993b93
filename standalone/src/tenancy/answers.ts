import type { Answer } from '../testing/test-platform.js';
import { differencesOf } from './leaks.js';
import type { Question } from './questions.js';
import type { Named } from './values.js';

/** Whether a root field answered with no record. */
export function isEmpty(value: unknown): boolean {
  if (value == null || (Array.isArray(value) && value.length === 0)) return true;
  return (
    typeof value === 'object' &&
    'totalCount' in value &&
    value.totalCount === 0 &&
    /"(nodes|rows)":\[\]/.test(JSON.stringify(value))
  );
}

/** Errors that say more than that there is nothing. */
export function surprises({ root, document }: Question, { errors }: Answer<unknown>): string[] {
  return errors
    .filter(({ extensions }) => !['NOT_FOUND', 'UNAUTHENTICATED'].includes(extensions?.code ?? ''))
    .map(
      ({ message, path, extensions }) =>
        `${root} failed: ${extensions?.code} ${message} at ${path?.join('.')} in ${document.slice(0, 200)}`,
    );
}

/** The code with which a mutation was refused; undefined where it was not. */
export function refusalOf(
  { data, errors }: Answer<Record<string, unknown>>,
  field: string,
): string | undefined {
  const payload = data?.[field] as { userErrors?: { code: string }[] } | null | undefined;
  return payload?.userErrors?.[0]?.code ?? errors[0]?.extensions?.code;
}

/** An answer in which the record asked about has no name, for comparing. */
export function anonymous(answer: unknown, chosen: readonly Named[]): unknown {
  let text = JSON.stringify(answer) ?? 'null';
  for (const { id, externalId, csi } of chosen) {
    for (const name of [id, externalId, csi]) if (name) text = text.replaceAll(name, '(it)');
  }
  return JSON.parse(text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":""'));
}

type Told = readonly [answer: unknown, chosen: readonly Named[]];

/** In what the answer about a record differs from the one about none. */
export function betrayals(where: string, [one, chosen]: Told, [none, ghosts]: Told): string[] {
  return differencesOf(anonymous(one, chosen), anonymous(none, ghosts)).map(
    (line) => `${where} can tell others' record from none: ${line}`,
  );
}

const BEGINNING = Date.now();

/** An answer without the instants at which it was given. */
export function withoutTime(answer: unknown): unknown {
  const text = JSON.stringify(answer) ?? 'null';
  return JSON.parse(
    text
      .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, (instant) =>
        Math.abs(Date.parse(instant.slice(1, -1)) - BEGINNING) < 300_000 ? '"now"' : instant,
      )
      .replaceAll(/"out_[0-9a-f]{26}"/g, '"of this instant"')
      .replaceAll(/"requestId":"[^"]*"/g, '""'),
  );
}
