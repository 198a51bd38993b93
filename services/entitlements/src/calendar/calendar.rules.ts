import { invalid } from '@plimsoll/shared';
import { canonicalHours, checkHolidays } from '@plimsoll/working-time';

/** Weekly hours in their one spelling. @throws DomainError `INVALID` naming the part at fault */
export function checkHours(hours: string): string {
  return orInvalid('hours', () => canonicalHours(hours));
}

/** Days off in their one spelling: dates, and codes of places. @throws DomainError `INVALID` naming the first at fault */
export function checkDaysOff(holidays: readonly string[]): string[] {
  return orInvalid('holidays', () => checkHolidays(holidays));
}

function orInvalid<Value>(field: string, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message, [field]) : error;
  }
}
