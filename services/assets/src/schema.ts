import {
  buildFederatedSchema,
  type KeptRecord,
  type Records,
  type ReferenceResolver,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { customerReferences } from './account/index.js';
import { advisoryBoardRecords, AdvisoryBoardResolver } from './advisory-board/index.js';
import { ChangeApprovalRuleResolver } from './approval-rule/index.js';
import { AuditResolver } from './audit/index.js';
import { assetRecords, AssetResolver } from './asset/index.js';
import { AssetBulkResolver } from './asset-bulk/index.js';
import { AssetAtResolver } from './asset-at/index.js';
import { boardMeetingRecords, BoardMeetingResolver, BoardMeetingsResolver } from './board-meeting/index.js';
import { BoardDelegationResolver, BoardDelegationsResolver } from './board-delegation/index.js';
import {
  AssetDuplicateResolver,
  LikelyDuplicateResolver,
  LikelyDuplicatesResolver,
} from './asset-duplicate/index.js';
import {
  AssetHistoryEntryResolver,
  AssetHistoryResolver,
  AssetRelationHistoryEntryResolver,
  AssetRelationHistoryResolver,
} from './asset-history/index.js';
import { AssetImpactResolver, findHidden } from './asset-impact/index.js';
import { assetKindRecords, AssetKindResolver } from './asset-kind/index.js';
import { AssetMappingResolver } from './asset-mapping/index.js';
import { AssetMergeResolver, AssetMergesResolver } from './asset-merge/index.js';
import { AssetRevertResolver } from './asset-revert/index.js';
import {
  AffectedCustomersResolver,
  AssetOutageResolver,
  AssetStateResolver,
  CustomerAssetsResolver,
  intelligenceById,
  OperationsIntelligence,
} from './asset-state/index.js';
import {
  AssetChangesResolver,
  changeRecords,
  ChangeResolver,
  CustomerChangesResolver,
} from './change/index.js';
import { ChangeAssessmentResolver } from './change-assessment/index.js';
import {
  changeReviewRecords,
  ChangeReviewResolver,
  OwedChangeReviewResolver,
  ReviewActionResolver,
  ReviewOfChangeResolver,
} from './change-review/index.js';
import { ChangeRiskResolver } from './change-risk/index.js';
import { AgentDesk, ChangeApprovalsResolver, OwedApprovalResolver } from './change-approval/index.js';
import {
  ChangeConflictResolver,
  ChangeConflictsResolver,
  ConflictGroupResolver,
} from './change-conflict/index.js';
import { FreezeResolver, freezeRecords } from './freeze/index.js';
import { MaintenanceWindowResolver, maintenanceWindowRecords } from './maintenance-window/index.js';
import { ChangeSlotResolver } from './change-slot/index.js';
import { ChangeStepResolver } from './change-step/index.js';
import {
  changeTemplateRecords,
  ChangeTemplateOfChangeResolver,
  ChangeTemplateResolver,
} from './change-template/index.js';
import { AssetDependenciesResolver, DependencyResolver } from './dependency/index.js';
import {
  ChangePlanResolver,
  maintenancePlanRecords,
  MaintenancePlanResolver,
  PlanStepResolver,
  ProcedurePlansResolver,
} from './maintenance-plan/index.js';
import { deployerEventRecords, DeployerEventResolver } from './deployer-event/index.js';
import { deployerRuleRecords, DeployerRuleResolver } from './deployer-rule/index.js';
import { environmentRecords, EnvironmentResolver } from './environment/index.js';
import { AssetPlacementsResolver, PlacementResolver } from './placement/index.js';
import { procedureRecords, ProcedureResolver, ProcedureVersionResolver } from './procedure/index.js';
import {
  ChangeReleaseResolver,
  releaseRecords,
  ReleaseResolver,
  ReleaseStageResolver,
} from './release/index.js';
import {
  AssetRunsResolver,
  ChangeRolloutsResolver,
  DeployedReleaseResolver,
  EnvironmentRunsResolver,
  ReleaseRolloutsResolver,
  ReleaseRunsResolver,
  rolloutRecords,
  RolloutResolver,
} from './release-rollout/index.js';
import { DifferenceResolver, reconciliationRecords, ReconciliationResolver } from './reconciliation/index.js';
import { RedundancyTrialResolver } from './redundancy-trial/index.js';
import { RedundancyResolver, ResilienceResolver } from './resilience/index.js';
import {
  SuspectAssetResolver,
  SuspectChangeResolver,
  SuspectChangesResolver,
  Ticket,
} from './suspect-change/index.js';
import { WhatIfResolver } from './what-if/index.js';

/** The federated schema of assets, what they depend on, and what happens to them. */
export function assetsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new AdvisoryBoardResolver(),
      new AffectedCustomersResolver(),
      new AuditResolver(),
      new BoardDelegationResolver(),
      new BoardMeetingResolver(),
      new BoardMeetingsResolver(),
      new BoardDelegationsResolver(),
      new ChangeApprovalRuleResolver(),
      new ChangeApprovalsResolver(),
      new OwedApprovalResolver(),
      new AssetBulkResolver(),
      new AssetAtResolver(),
      new AssetChangesResolver(),
      new AssetDependenciesResolver(),
      new AssetDuplicateResolver(),
      new LikelyDuplicateResolver(),
      new LikelyDuplicatesResolver(),
      new AssetHistoryEntryResolver(),
      new AssetHistoryResolver(),
      new AssetRelationHistoryEntryResolver(),
      new AssetRelationHistoryResolver(),
      new AssetImpactResolver(),
      new AssetKindResolver(),
      new AssetOutageResolver(),
      new AssetPlacementsResolver(),
      new AssetResolver(),
      new AssetMappingResolver(),
      new AssetMergeResolver(),
      new AssetMergesResolver(),
      new AssetRevertResolver(),
      new AssetStateResolver(),
      new ChangeAssessmentResolver(),
      new ChangePlanResolver(),
      new ChangeResolver(),
      new ChangeReviewResolver(),
      new ChangeRiskResolver(),
      new ChangeConflictResolver(),
      new ChangeConflictsResolver(),
      new ConflictGroupResolver(),
      new FreezeResolver(),
      new MaintenanceWindowResolver(),
      new ChangeSlotResolver(),
      new ChangeStepResolver(),
      new ChangeTemplateOfChangeResolver(),
      new ChangeTemplateResolver(),
      new CustomerAssetsResolver(),
      new CustomerChangesResolver(),
      new DependencyResolver(),
      new MaintenancePlanResolver(),
      new PlacementResolver(),
      new PlanStepResolver(),
      new ProcedurePlansResolver(),
      new ProcedureResolver(),
      new ProcedureVersionResolver(),
      new AssetRunsResolver(),
      new ChangeReleaseResolver(),
      new ChangeRolloutsResolver(),
      new DeployedReleaseResolver(),
      new DeployerEventResolver(),
      new DeployerRuleResolver(),
      new EnvironmentResolver(),
      new EnvironmentRunsResolver(),
      new ReleaseResolver(),
      new ReleaseRolloutsResolver(),
      new ReleaseRunsResolver(),
      new ReleaseStageResolver(),
      new RolloutResolver(),
      new OwedChangeReviewResolver(),
      new ReviewActionResolver(),
      new ReviewOfChangeResolver(),
      new DifferenceResolver(),
      new ReconciliationResolver(),
      new RedundancyResolver(),
      new RedundancyTrialResolver(),
      new ResilienceResolver(),
      new SuspectAssetResolver(),
      new SuspectChangeResolver(),
      new SuspectChangesResolver(),
      new WhatIfResolver(),
    ],
    orphanedTypes: [AgentDesk, Ticket, OperationsIntelligence],
    references: {
      AdvisoryBoard: referencesOf(advisoryBoardRecords),
      BoardMeeting: referencesOf(boardMeetingRecords),
      Asset: async (references, context) =>
        (await referencesOf(assetRecords)(references, context)).map(
          (asset, index) => asset ?? findHidden(references[index]?.id ?? ''),
        ),
      AssetKind: referencesOf(assetKindRecords),
      Change: referencesOf(changeRecords),
      Reconciliation: referencesOf(reconciliationRecords),
      ChangeReview: referencesOf(changeReviewRecords),
      ChangeTemplate: referencesOf(changeTemplateRecords),
      Freeze: referencesOf(freezeRecords),
      MaintenanceWindow: referencesOf(maintenanceWindowRecords),
      Customer: customerReferences,
      DeployerEvent: referencesOf(deployerEventRecords),
      DeployerRule: referencesOf(deployerRuleRecords),
      Environment: referencesOf(environmentRecords),
      MaintenancePlan: referencesOf(maintenancePlanRecords),
      Release: referencesOf(releaseRecords),
      Rollout: referencesOf(rolloutRecords),
      StandardProcedure: referencesOf(procedureRecords),
      // Nobody is told of another's desk.
      AgentDesk: (references, { principal, scope }) =>
        Promise.resolve(
          references.map(({ id }) => (scope.kind === 'STAFF' && id === principal.personId ? { id } : null)),
        ),
      // What is told of a ticket here is for staff alone.
      Ticket: (references, { scope }) =>
        Promise.resolve(references.map(({ id }) => (scope.kind === 'STAFF' ? { id } : null))),
      OperationsIntelligence: (references, context) =>
        Promise.resolve(references.map(({ id }) => intelligenceById(id, context))),
      // An answer is kept nowhere. Composition wants the key resolvable, since analytics requires a field of it.
      OutageImpact: (references) => Promise.resolve(references.map(() => null)),
    },
  });
}

/** References by id, to what the caller's scope sees. */
function referencesOf<R extends KeptRecord>(records: Records<R>): ReferenceResolver {
  return (references, context) =>
    records.findInOrder(
      context.session,
      references.map((reference) => reference.id),
    );
}
