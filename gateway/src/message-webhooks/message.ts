/** What a message or call tells of who sent it; none of it goes further than to the service that keeps contacts. */
export interface ToldSender {
  email: string | null;
  phone: string | null;
  csi: string | null;
}

/** Who may have sent it, as the service that keeps contacts says. */
export interface KnownSender {
  contactIds: string[];
  customerId: string | null;
}

/** A message or call as its source has signed it. */
export interface Incoming {
  sender: ToldSender;
  /** What the service of tickets is given, beside the source and who sent it. */
  given: { kind: 'MESSAGE' | 'CALL'; input: Record<string, unknown> };
}

/** What came of it. */
export interface MessageReceipt {
  id: string;
  outcome: string;
  reason: string | null;
  ticketId: string | null;
  repeated: boolean;
}

/** Why it was not taken, for its source to correct. */
export interface MessageRefusal {
  refused: { code: string; message: string };
}

/** Hands messages and calls to the services that take them. */
export interface MessageForwarding {
  senderOf: (told: ToldSender, requestId: string) => Promise<KnownSender>;
  receive: (
    kind: Incoming['given']['kind'],
    input: Record<string, unknown>,
    asking: { requestId: string; subject: string },
  ) => Promise<MessageReceipt | MessageRefusal>;
}
