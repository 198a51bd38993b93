import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@plimsoll/shared';
import { Webhook } from 'standardwebhooks';

const SYSTEM = { kind: 'SYSTEM' } as const;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** Ample: a loaded machine takes seconds to start a process. */
const LONGEST_MS = 120_000;

/** One operation that a receiver was asked for. */
export interface Delivery {
  key: string;
  type: string;
  tenantId: string;
  body: string;
}

/** A company's own provisioner: does each operation once, refuses to look like `refused`, and counts. */
export class Receiver {
  /** Every request that came, also again. */
  readonly deliveries: Delivery[] = [];
  /** What was done, by key. */
  readonly done = new Map<string, Delivery>();
  /** Tenants that exist outside. */
  readonly tenants = new Set<string>();
  /** Called at each request: before it is done, and after it is done but not answered. */
  interfere: (moment: 'BEFORE' | 'AFTER', type: string) => void = () => undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
        const key = String(request.headers['webhook-id']);
        const { status, answer, type } = this.#take(key, body);
        this.interfere('AFTER', type);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** How a service is told of it. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      PROVISIONER_URL: `http://127.0.0.1:${port}/`,
      PROVISIONER_SECRET: SECRET,
      PROVISIONER_ALLOW_PRIVATE: 'true',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(key: string, body: string): { status: number; answer: object; type: string } {
    const { type, data } = JSON.parse(body) as {
      type: string;
      data: { tenantId: string; branding: { productName: string | null } | null };
    };
    const { tenantId } = data;
    const delivery = { key, type, tenantId, body };
    this.deliveries.push(delivery);
    this.interfere('BEFORE', type);
    if (type === 'tenant.apply_branding' && data.branding?.productName === 'refused') {
      return { status: 422, answer: { reason: 'No such theme.' }, type };
    }
    if (!this.done.has(key)) {
      this.done.set(key, delivery);
      if (type === 'tenant.create') this.tenants.add(tenantId);
      if (type === 'tenant.delete') this.tenants.delete(tenantId);
    }
    return { status: 200, answer: { status: 'DONE', reference: `outside-${tenantId}` }, type };
  }
}

/** A process of the service that may be killed. */
export class CrashingService {
  readonly ended: Promise<void>;
  #printed = '';

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
    child.stdout?.on('data', (chunk: Buffer) => (this.#printed += chunk.toString('utf8')));
  }

  /** Starts one; it kills itself at its moment of number `killAt` (see crashing-service.mjs), if that is not 0. */
  static start(options: {
    databaseUrl: string;
    busUrl: string;
    killAt: number;
    environment?: Record<string, string>;
  }): CrashingService {
    const { databaseUrl, busUrl, killAt, environment = {} } = options;
    return new CrashingService(
      spawn(process.execPath, [join(__dirname, 'crashing-service.mjs')], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          ...environment,
          DATABASE_URL: databaseUrl,
          BUS_URL: busUrl,
          KILL_AT: String(killAt),
          NODE_OPTIONS: '',
        },
      }),
    );
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Ends it and answers how many moments it lived through. */
  async stop(): Promise<number> {
    this.child.kill('SIGTERM');
    await this.ended;
    return Number(this.#printed.trim());
  }

  /** Waits until it is killed, or until nothing moves any more; answers whether it was killed. */
  async endedOrDone(database: Database): Promise<boolean> {
    const until = Date.now() + LONGEST_MS;
    while (Date.now() < until) {
      if (this.child.signalCode !== null) return true;
      if (this.child.exitCode !== null) throw new Error(`the service ended with ${this.child.exitCode}`);
      if ((await moving(database)) === 0) return false;
      await Promise.race([sleep(50), this.ended]);
    }
    throw new Error(`still moving after ${LONGEST_MS} ms: ${JSON.stringify(await openSteps(database))}`);
  }
}

/** How many requests have not come to an end. */
export async function moving(database: Database): Promise<number> {
  const [row] = await database.transaction(SYSTEM, (tx) =>
    tx.query<{ count: number }>(
      `select count(*)::int as count from provisioning_request
        where status in ('QUEUED', 'RUNNING', 'COMPENSATING', 'WAITING_FOR_CAPACITY')`,
    ),
  );
  return row?.count ?? 0;
}

/** The steps of requests that are still moving, to say where they stand. */
function openSteps(database: Database): Promise<Record<string, unknown>[]> {
  return database.transaction(SYSTEM, (tx) =>
    tx.query(
      `select r.id, r.status, r.reason, r.run_after, s.name, s.status as step, s.attempts, s.undo_attempts, s.error
         from provisioning_request r join provisioning_step s on s.request_id = r.id
        where r.status in ('QUEUED', 'RUNNING', 'COMPENSATING', 'WAITING_FOR_CAPACITY') order by r.id, s.place`,
    ),
  );
}

/** Whatever contradicts that each order came to one tenant or none, once: empty where all is well. */
export async function contradictions(database: Database): Promise<Record<string, unknown>[]> {
  return database.transaction(SYSTEM, (tx) =>
    tx.query(
      `with line as (
         select r.id, r.status, l.value ->> 'subscriptionId' as subscription_id
           from provisioning_request r, jsonb_array_elements(r.lines) l where r.kind = 'FULFIL_ORDER')
       select 'has no tenant, or more than one' as what, l.id from line l
        where l.status = 'SUCCEEDED'
          and (select count(*) from tenant t where t.subscription_id = l.subscription_id and t.status = 'ACTIVE') <> 1
       union all
       select 'has left a tenant', l.id from line l join tenant t using (subscription_id)
        where l.status in ('FAILED', 'CANCELLED') and t.status <> 'DELETED'
       union all
       select 'runs, or does not run', l.id from line l join subscription s on s.id = l.subscription_id
        where (l.status = 'SUCCEEDED') <> (s.activated_at is not null and s.ended_on is null)
       union all
       select 'has not come to its end', r.id from provisioning_request r
        where r.status not in ('SUCCEEDED', 'FAILED', 'CANCELLED')
       union all
       select 'has another order status', r.id from provisioning_request r join customer_order o on o.id = r.order_id
        where o.status <> case r.status when 'SUCCEEDED' then 'FULFILLED' else r.status end
       union all
       select 'ended more than once', h.record_id from history h, jsonb_array_elements(h.fields) f
        where h.record_type in ('order', 'provisioning_request') and f.value ->> 'name' = 'status'
          and f.value ->> 'after' in ('SUCCEEDED', 'FULFILLED', 'FAILED', 'CANCELLED')
        group by h.record_id having count(*) > 1
       union all
       select 'began more than once', subscription_id from subscription_event where type = 'STARTED'
        group by subscription_id having count(*) > 1
       union all
       select 'was done twice for one tenant', tenant_id from tenant_operation
        group by tenant_id, operation having count(*) > 1
       union all
       select 'has a seat that nobody uses', request_id from seat_reservation where status = 'HELD'
       union all
       select 'has other seats taken than tenants', p.id from pod p
        where (select coalesce(sum(used + reserved), 0) from pod_occupancy(array[p.id], now()))
           <> (select count(*) from tenant t where t.pod_id = p.id and t.status = 'ACTIVE')
       union all
       select 'has a step that is left open', s.request_id from provisioning_step s
        where s.status in ('PENDING', 'RUNNING')
          or s.status = 'DONE' and (select r.status from provisioning_request r where r.id = s.request_id) <> 'SUCCEEDED'`,
    ),
  );
}
