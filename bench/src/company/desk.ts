import { firstHostId, IDENTITY, nodeId } from './estate.js';
import { pick, randomOf } from './random.js';
import { accounts, AS_OF, podId, type CompanyPart, type CompanyShape, type Row } from './shape.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const OPEN = ['NEW', 'IN_PROGRESS', 'WAITING_ON_CUSTOMER'] as const;
const SUBJECTS = [
  'Cannot sign in',
  'Export is empty',
  'Slow since this morning',
  'Question on an invoice',
] as const;

function instant(value: number): string {
  return new Date(value).toISOString();
}

function* ticketRows(shape: CompanyShape): Generator<Row> {
  const random = randomOf('tickets');
  const customers = [...accounts(shape)].map((account) => account.id);
  for (let number = 0; number < shape.tickets; number++) {
    const openedAt = AS_OF.getTime() - Math.floor(random() * 30 * 24 * 60 + 60) * MINUTE_MS;
    const isOpen = random() < 0.6;
    yield {
      external_id: `ticket-${String(number).padStart(6, '0')}`,
      subject: pick(SUBJECTS, random()),
      opened_at: instant(openedAt),
      kind: 'REQUEST',
      customer: pick(customers, random()),
      priority: `P${1 + Math.floor(random() * 4)}`,
      status: isOpen ? pick(OPEN, random()) : 'RESOLVED',
      ...(isOpen ? {} : { resolved_at: instant(openedAt + 30 * MINUTE_MS) }),
    };
  }
}

/** Incidents of the current month, all over; one in six is maintenance announced a week before. */
function* incidentRows(shape: CompanyShape): Generator<Row> {
  const random = randomOf('incidents');
  const monthStart = Date.UTC(AS_OF.getUTCFullYear(), AS_OF.getUTCMonth(), 2);
  for (let number = 0; number < shape.incidents; number++) {
    const pod = Math.floor(random() * shape.pods);
    const asset =
      number === 0
        ? IDENTITY
        : pick([firstHostId(pod), nodeId(pod, 1), `${podId(pod)}-array-2`, `${podId(pod)}-rack-1`], random());
    const span = AS_OF.getTime() - DAY_MS - monthStart;
    const startedAt = monthStart + Math.floor((random() * span) / MINUTE_MS) * MINUTE_MS;
    const minutes = number === 0 ? 2 : 3 + Math.floor(random() * 25);
    const endedAt = startedAt + minutes * MINUTE_MS;
    const planned = number % 6 === 5;
    yield {
      external_id: `incident-${number}`,
      title: `${asset} failed`,
      started_at: instant(startedAt),
      restored_at: instant(endedAt),
      resolved_at: instant(endedAt),
      assets: asset,
      state: number % 5 === 4 ? 'DEGRADED' : 'DOWN',
      severity: 'SEV2',
      planned: String(planned),
      ...(planned
        ? {
            announced_from: instant(startedAt),
            announced_to: instant(endedAt),
            notice_given_at: instant(startedAt - 7 * DAY_MS),
          }
        : {}),
    };
  }
}

/** Tickets and the incidents from which the service-level ledger comes. */
export function desk(shape: CompanyShape): CompanyPart[] {
  return [
    { mutation: 'importTickets', rows: ticketRows(shape), needsOthers: true },
    { mutation: 'importIncidents', rows: incidentRows(shape), needsOthers: true },
  ];
}
