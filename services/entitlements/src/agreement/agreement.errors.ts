import { DomainError } from '@plimsoll/shared';

/** The version has begun to apply, so its terms stay as they are. */
export function agreementInForce(name: string, validFrom: string, field: string): DomainError {
  return new DomainError(
    'AGREEMENT_IN_FORCE',
    `${JSON.stringify(name)} is in force since ${validFrom}; its terms do not change any more. Make a new version with \`supersedeAgreement\`.`,
    [field],
  );
}

/** The step is not for a version at this stage of its life. */
export function agreementStage(
  name: string,
  stage: string,
  wanted: string,
  path: readonly string[],
): DomainError {
  return new DomainError(
    'AGREEMENT_STAGE',
    `This version of ${JSON.stringify(name)} is ${stage.toLowerCase().replace('_', ' ')}; this step is for one that is ${wanted}.`,
    path,
  );
}

/** Two versions of one name would apply on the same day. */
export function agreementOverlap(name: string): DomainError {
  return new DomainError(
    'AGREEMENT_OVERLAP',
    `Another version of ${JSON.stringify(name)} applies on some of these days; versions of one name do not overlap.`,
    ['validFrom'],
  );
}
