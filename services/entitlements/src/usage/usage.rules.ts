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
