/** The spelling of a mail address by which equal ones are equal texts; null where it is none. Case does not matter. */
export function addressKey(address: string): string | null {
  const key = address.trim().toLowerCase();
  return key.length <= 254 && /^[^\s@<>]+@[^\s@<>]+$/.test(key) ? key : null;
}
