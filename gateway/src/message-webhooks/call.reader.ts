import { z } from 'zod';
import type { Incoming } from './message.js';

const recording = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().nullish(),
  sha256: z.string().nullish(),
  url: z.string(),
});

const call = z.object({
  type: z.enum(['call.started', 'call.ended']),
  callId: z.string(),
  direction: z.enum(['INBOUND', 'OUTBOUND']).default('INBOUND'),
  from: z.string().nullish(),
  to: z.string().nullish(),
  csi: z.string().nullish(),
  ticketId: z.string().nullish(),
  at: z.iso.datetime({ offset: true }).nullish(),
  outcome: z.enum(['ANSWERED', 'MISSED', 'ABANDONED', 'VOICEMAIL']).nullish(),
  durationSeconds: z.number().nullish(),
  recording: recording.nullish(),
  summary: z.string().nullish(),
});

/** What happened to a call, as a telephone system tells it; the number of the customer is the one that is not the desk's. */
export const callEvent = call.transform(({ type, from, to, csi, ...told }): Incoming => ({
  sender: { email: null, phone: (told.direction === 'INBOUND' ? from : to) ?? null, csi: csi ?? null },
  given: { kind: 'CALL', input: { ...told, step: type === 'call.started' ? 'STARTED' : 'ENDED' } },
}));
