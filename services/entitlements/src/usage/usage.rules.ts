import { invalid } from '@plimsoll/shared';

/**
 * The name of a metric: 1–100 characters without control characters.
 *
 * @throws DomainError `INVALID`
 */
export function checkMetric(metric: string): string {
  if (!/^[^\p{Cc}]{1,100}$/u.test(metric)) {
    throw invalid('`metric` is a name of 1–100 characters, such as `api_calls`.', ['metric']);
  }
  return metric;
}

/**
 * What others are told of a path: without query string, fragment, scheme and host, and with `*` for each part that looks
 * like a mail address; null where nothing is left.
 */
export function toldPath(path: string): string | null {
  const [plain = ''] = path.split(/[?#]/u, 1);
  const parts = plain.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/iu, '').split('/');
  const told = parts.map((part) => (/@|%40/u.test(part) ? '*' : part)).join('/');
  return told === '' ? null : told;
}
