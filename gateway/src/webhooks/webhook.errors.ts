/** Why a delivery is not taken; what its sender is told. */
export class WebhookRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'WebhookRefusal';
  }
}

/** The sender did not show that it is who it says. */
export function notAuthentic(message: string): WebhookRefusal {
  return new WebhookRefusal(401, 'UNAUTHENTICATED', message);
}

/** The delivery cannot be read. */
export function notReadable(message: string): WebhookRefusal {
  return new WebhookRefusal(400, 'BAD_REQUEST', message);
}

/** Nobody has said with which secret deliveries of this sender are signed. */
export function notConfigured(variable: string): WebhookRefusal {
  return new WebhookRefusal(404, 'NOT_CONFIGURED', `This webhook is not in use: ${variable} is not set.`);
}

/** The service that takes deliveries did not answer; the sender may try again. */
export function notDelivered(): WebhookRefusal {
  return new WebhookRefusal(
    503,
    'TEMPORARILY_UNAVAILABLE',
    'The delivery could not be taken at the moment; send it again.',
  );
}
