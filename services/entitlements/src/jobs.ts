import { jobWork, type BackgroundWork, type JobDependencies } from '@plimsoll/shared';
import { provisionerChoice } from './config.js';
import { caseAllowanceJobs } from './case-allowance/index.js';
import { customerAccessJobs } from './customer-access/index.js';
import { partnerBooks } from './customer/index.js';
import { customerMergeJobs } from './customer-merge/index.js';
import { customerTerminationJobs } from './customer-termination/index.js';
import { partnerMoveJobs } from './partner/index.js';
import { podJobs } from './pod-move/index.js';
import { chooseProvisioner, type ProvisionerOf } from './provisioner/index.js';
import type { RetryPolicy } from './provisioning-request/index.js';
import { provisioningJobs } from './provisioning-run/index.js';
import { renewalJobs } from './renewal/index.js';
import { tenantLifeJobs } from './tenant-life/index.js';

/** What may be chosen of how tenants are provisioned; what is left out is as the environment and the platform say. */
export interface ProvisioningOptions {
  provisionerOf?: ProvisionerOf;
  retry?: Partial<RetryPolicy>;
}

/** The timed and deferred work of this service: the jobs of all its nouns, on one queue. */
export function entitlementsWork(
  dependencies: JobDependencies & { provisioning?: ProvisioningOptions },
): BackgroundWork {
  const { provisioning = {}, ...given } = dependencies;
  const provisionerOf = provisioning.provisionerOf ?? chooseProvisioner(provisionerChoice(), given);
  return jobWork({ ...given, concurrency: 4 }, [
    caseAllowanceJobs(given),
    customerAccessJobs(given),
    customerTerminationJobs(given),
    customerMergeJobs(given),
    partnerMoveJobs(given, partnerBooks),
    podJobs(given),
    provisioningJobs({ ...given, ...provisioning, provisionerOf }),
    renewalJobs(given),
    tenantLifeJobs({ ...given, provisionerOf }),
  ]);
}
