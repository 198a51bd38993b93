import { invalid } from '@plimsoll/shared';

/**
 * A mail address: something before one `@` and a domain after it, without spaces, at most 254 characters.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkEmail(text: string, field: string): string {
  const email = text.trim();
  if (email.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)) {
    throw invalid(`\`${field}\` is not a mail address, such as ada@example.com.`, [field]);
  }
  return email;
}

/**
 * A telephone number as people write it: 4 to 20 digits, a leading `+` allowed, with spaces, dots, dashes, slashes
 * and brackets between.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkPhone(text: string, field: string): string {
  const phone = text.trim();
  const digits = phone.replaceAll(/\D/g, '').length;
  if (!/^\+?[\d\s().\-/]+$/.test(phone) || digits < 4 || digits > 20) {
    throw invalid(`\`${field}\` is not a telephone number of 4 to 20 digits, such as +49 30 2312 5001.`, [
      field,
    ]);
  }
  return phone;
}
