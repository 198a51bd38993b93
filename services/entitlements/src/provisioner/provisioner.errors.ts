/** A provisioner says that what was asked for cannot be done, now or later: it is not tried again. */
export class ProvisionerRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ProvisionerRefused';
  }
}

/** It is unknown whether what was asked for took place, or it has not yet: asking again under the same key tells. */
export class ProvisionerUnavailable extends Error {
  constructor(reason: string, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = 'ProvisionerUnavailable';
  }
}
