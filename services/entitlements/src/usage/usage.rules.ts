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
 * A month `YYYY-MM`, where one is given.
 *
 * @throws DomainError `INVALID`
 */
export function checkMonth(month: string | null | undefined, field: string): void {
  if (month == null || /^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return;
  throw invalid(
    `\`${field}\` is ${JSON.stringify(month.slice(0, 40))}; a month is YYYY-MM, such as 2026-03.`,
    ['filter', field],
  );
}
