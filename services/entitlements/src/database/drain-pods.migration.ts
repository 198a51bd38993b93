import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is moved away when a pod is drained, and by which request. */
export class DrainPods1790000000041 implements MigrationInterface {
  name = 'DrainPods1790000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pod_drain_tenant (
        pod_id text not null references pod,
        since timestamptz not null,
        subscription_id text not null references subscription,
        asked_by text,
        request_id text references provisioning_request,
        error text,
        primary key (pod_id, since, subscription_id)
      );
      create index pod_drain_tenant_waiting on pod_drain_tenant (pod_id, since) where request_id is null and error is null;
      create index on pod_drain_tenant (request_id);
      alter table pod_drain_tenant enable row level security;
      create policy everything on pod_drain_tenant for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table pod_drain_tenant');
  }
}
