import { AdvisoryBoardEntity } from '../advisory-board/index.js';
import { ChangeApprovalRuleEntity } from '../approval-rule/index.js';
import { BoardDelegationEntity } from '../board-delegation/index.js';
import { BoardMeetingEntity } from '../board-meeting/index.js';
import { AssetKindEntity } from '../asset-kind/index.js';
import { AssetEntity } from '../asset/index.js';
import { ChangeReviewEntity, ReviewActionEntity } from '../change-review/index.js';
import { ChangeTemplateEntity } from '../change-template/index.js';
import { ChangeEntity } from '../change/index.js';
import { FreezeEntity } from '../freeze/index.js';
import { MaintenanceWindowEntity } from '../maintenance-window/index.js';
import { MaintenancePlanEntity, PlanStepEntity } from '../maintenance-plan/index.js';
import { ProcedureEntity } from '../procedure/index.js';
import { DeployerEventEntity } from '../deployer-event/index.js';
import { DeployerRuleEntity } from '../deployer-rule/index.js';
import { EnvironmentEntity } from '../environment/index.js';
import { ReleaseEntity } from '../release/index.js';
import { RolloutEntity } from '../release-rollout/index.js';
import { ReconciliationEntity } from '../reconciliation/index.js';
import { ApproveChanges1790000000240 } from './approve-changes.migration.js';
import { AssessChanges1790000000260 } from './assess-changes.migration.js';
import { CreateChanges1790000000110 } from './create-changes.migration.js';
import { CreateEstate1790000000100 } from './create-estate.migration.js';
import { CreateOutages1790000000120 } from './create-outages.migration.js';
import { CreateProcedures1790000000270 } from './create-procedures.migration.js';
import { CreateReleases1790000000280 } from './create-releases.migration.js';
import { CreateReconciliations1790000000230 } from './create-reconciliations.migration.js';
import { FindSuspects1790000000290 } from './find-suspects.migration.js';
import { FindAndMergeAssets1790000000220 } from './find-and-merge-assets.migration.js';
import { FollowCustomerMerges1790000000170 } from './follow-customer-merges.migration.js';
import { KeepChangeCalendar1790000000250 } from './keep-change-calendar.migration.js';
import { ShowCustomersToResellers1790000000150 } from './show-customers-to-resellers.migration.js';
import { TellSuspects1790000000460 } from './tell-suspects.migration.js';
import { TryRedundancy1790000000470 } from './try-redundancy.migration.js';

/** What the service's database needs. */
export const assetsDatabase = {
  service: 'assets',
  entities: [
    AdvisoryBoardEntity,
    BoardDelegationEntity,
    BoardMeetingEntity,
    ChangeApprovalRuleEntity,
    AssetEntity,
    AssetKindEntity,
    ChangeEntity,
    ChangeReviewEntity,
    ChangeTemplateEntity,
    FreezeEntity,
    MaintenanceWindowEntity,
    MaintenancePlanEntity,
    PlanStepEntity,
    ProcedureEntity,
    ReviewActionEntity,
    DeployerEventEntity,
    DeployerRuleEntity,
    EnvironmentEntity,
    ReconciliationEntity,
    ReleaseEntity,
    RolloutEntity,
  ],
  migrations: [
    CreateEstate1790000000100,
    CreateChanges1790000000110,
    CreateOutages1790000000120,
    ShowCustomersToResellers1790000000150,
    FollowCustomerMerges1790000000170,
    FindAndMergeAssets1790000000220,
    CreateReconciliations1790000000230,
    ApproveChanges1790000000240,
    KeepChangeCalendar1790000000250,
    AssessChanges1790000000260,
    CreateProcedures1790000000270,
    CreateReleases1790000000280,
    FindSuspects1790000000290,
    TellSuspects1790000000460,
    TryRedundancy1790000000470,
  ],
};
