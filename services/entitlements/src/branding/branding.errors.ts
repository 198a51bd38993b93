import { DomainError } from '@plimsoll/shared';

/** Another owner is reached under this host name already. */
export function duplicateDomain(domain: string): DomainError {
  return new DomainError(
    'DUPLICATE_DOMAIN',
    `The host name ${domain} belongs to another branding already; one owner at a time has it.`,
    ['branding', 'domain'],
  );
}
