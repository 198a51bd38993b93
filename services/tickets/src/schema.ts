import {
  buildFederatedSchema,
  type KeptRecord,
  type Records,
  type ReferenceResolver,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { loadAccountReferences } from './account/index.js';
import { agentRecords, AgentResolver, AgentSkillResolver } from './agent/index.js';
import { AuditResolver } from './audit/index.js';
import { BreachForecastResolver } from './breach-forecast/index.js';
import { ClockCorrectionResolver } from './clock-correction/index.js';
import { ConversationPolicyResolver } from './conversation-policy/index.js';
import { ConversationResolver, TicketConversationResolver } from './conversation/index.js';
import { CallRouting, CallRoutingResolver, loadCallReferences } from './call-routing/index.js';
import { EscalationFormResolver, escalationFormRecords } from './escalation-form/index.js';
import {
  escalationPolicyRecords,
  EscalationPolicyResolver,
  EscalationStepResolver,
} from './escalation-policy/index.js';
import {
  EscalationOfRunResolver,
  EscalationRunResolver,
  PolicyRunsResolver,
  TicketRunsResolver,
} from './escalation-run/index.js';
import { EscalationResolver, escalationRecords, TicketEscalationsResolver } from './escalation/index.js';
import { ExpertResolver, TicketExpertsResolver } from './expert/index.js';
import {
  MajorIncidentResolver,
  TicketMajorIncidentResolver,
  TimelineEntryResolver,
} from './major-incident/index.js';
import {
  PostmortemActionResolver,
  PostmortemOfIncidentResolver,
  PostmortemResolver,
  ReasonForOutageResolver,
} from './postmortem/index.js';
import { HandlingResolver } from './handling/index.js';
import { SuggestedArticlesResolver } from './knowledge/index.js';
import {
  AgentDeskResolver,
  agentDeskReferences,
  ContactDeskResolver,
  OnCallDutyResolver,
  PartnerDeskResolver,
  viewerReferences,
  ViewerResolver,
} from './me/index.js';
import {
  HealthOfQueueResolver,
  QueueHealthResolver,
  TeamBreachForecastResolver,
} from './queue-health/index.js';
import { StaffingResolver } from './staffing/index.js';
import { CustomerWorkEntryResolver, WorkListEntryResolver } from './work-list/index.js';
import { IncidentResolver, TicketIncidentResolver } from './incident/index.js';
import { OnCallGapResolver } from './on-call-gap/index.js';
import {
  onCallRotationRecords,
  OnCallOverrideResolver,
  OnCallRotationResolver,
  OnCallShiftResolver,
} from './on-call-rotation/index.js';
import { findReceived, IntakeResolver } from './intake/index.js';
import { ImpactAssessmentResolver, TicketImpactResolver } from './impact-assessment/index.js';
import { PrioritySchemeResolver } from './priority-scheme/index.js';
import { TicketSeverityResolver } from './severity/index.js';
import { queueRecords, QueueResolver } from './queue/index.js';
import { RebalancingMoveResolver, RebalancingResolver } from './rebalancing/index.js';
import { ReroutingResolver } from './rerouting/index.js';
import { RoutingDecisionResolver, TicketRoutingResolver } from './routing/index.js';
import { RoutingDifferenceResolver, RoutingTrialResolver, TriedWayResolver } from './routing-trial/index.js';
import { RoutingRuleResolver, RoutingRuleSetResolver, ruleSetRecords } from './routing-rule/index.js';
import { TicketClocksResolver } from './sla-clock/index.js';
import { skillRecords, SkillResolver } from './skill/index.js';
import { teamRecords, TeamResolver } from './team/index.js';
import { TicketImportResolver } from './ticket-import/index.js';
import { replyTemplateRecords, ReplyTemplateResolver } from './reply-template/index.js';
import { TicketLinkResolver, TicketLinksResolver } from './ticket-link/index.js';
import { TicketFollowResolver } from './ticket-follow/index.js';
import { TicketMergeResolver } from './ticket-merge/index.js';
import { TicketBulkResolver } from './ticket-bulk/index.js';
import { SavedViewResolver } from './saved-view/index.js';
import { EnhancementDemandResolver, TicketDemandResolver } from './enhancement/index.js';
import { ThirdPartyCaseResolver, TicketThirdPartyResolver } from './third-party-case/index.js';
import { TicketStateResolver } from './ticket-state/index.js';
import {
  AssetTicketsResolver,
  CustomerTicketsResolver,
  QueueTicketsResolver,
  ticketRecords,
  TicketResolver,
} from './ticket/index.js';

/** The federated schema of tickets and the desk that works on them. */
export function ticketsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new TeamResolver(),
      new QueueResolver(),
      new TicketResolver(),
      new TicketClocksResolver(),
      new ClockCorrectionResolver(),
      new BreachForecastResolver(),
      new TicketStateResolver(),
      new EnhancementDemandResolver(),
      new TicketDemandResolver(),
      new ThirdPartyCaseResolver(),
      new TicketThirdPartyResolver(),
      new SavedViewResolver(),
      new TicketBulkResolver(),
      new TicketFollowResolver(),
      new TicketMergeResolver(),
      new TicketLinkResolver(),
      new TicketLinksResolver(),
      new TicketImportResolver(),
      new CustomerTicketsResolver(),
      new AssetTicketsResolver(),
      new QueueTicketsResolver(),
      new TicketIncidentResolver(),
      new IncidentResolver(),
      new TicketMajorIncidentResolver(),
      new MajorIncidentResolver(),
      new TimelineEntryResolver(),
      new ReasonForOutageResolver(),
      new PostmortemOfIncidentResolver(),
      new PostmortemActionResolver(),
      new PostmortemResolver(),
      new TicketImpactResolver(),
      new ImpactAssessmentResolver(),
      new TicketSeverityResolver(),
      new PrioritySchemeResolver(),
      new HandlingResolver(),
      new ViewerResolver(),
      new AgentDeskResolver(),
      new ContactDeskResolver(),
      new PartnerDeskResolver(),
      new OnCallDutyResolver(),
      new WorkListEntryResolver(),
      new CustomerWorkEntryResolver(),
      new SuggestedArticlesResolver(),
      new QueueHealthResolver(),
      new HealthOfQueueResolver(),
      new TeamBreachForecastResolver(),
      new StaffingResolver(),
      new ConversationResolver(),
      new TicketConversationResolver(),
      new ConversationPolicyResolver(),
      new ReplyTemplateResolver(),
      new IntakeResolver(),
      new EscalationFormResolver(),
      new EscalationResolver(),
      new TicketEscalationsResolver(),
      new EscalationPolicyResolver(),
      new EscalationStepResolver(),
      new EscalationOfRunResolver(),
      new EscalationRunResolver(),
      new PolicyRunsResolver(),
      new TicketRunsResolver(),
      new ExpertResolver(),
      new TicketExpertsResolver(),
      new OnCallGapResolver(),
      new OnCallOverrideResolver(),
      new OnCallRotationResolver(),
      new OnCallShiftResolver(),
      new AuditResolver(),
      new AgentResolver(),
      new AgentSkillResolver(),
      new SkillResolver(),
      new RoutingRuleResolver(),
      new RoutingRuleSetResolver(),
      new TicketRoutingResolver(),
      new RoutingDecisionResolver(),
      new CallRoutingResolver(),
      new RebalancingMoveResolver(),
      new RebalancingResolver(),
      new ReroutingResolver(),
      new RoutingDifferenceResolver(),
      new RoutingTrialResolver(),
      new TriedWayResolver(),
    ],
    orphanedTypes: [CallRouting],
    references: {
      Viewer: viewerReferences,
      AgentDesk: agentDeskReferences,
      Ticket: referencesOf(ticketRecords),
      ReplyTemplate: referencesOf(replyTemplateRecords),
      ReceivedMessage: (references, context) =>
        findReceived(
          context.session,
          references.map(({ id }) => id),
        ),
      Team: referencesOf(teamRecords),
      Escalation: referencesOf(escalationRecords),
      EscalationForm: referencesOf(escalationFormRecords),
      EscalationPolicy: referencesOf(escalationPolicyRecords),
      OnCallRotation: referencesOf(onCallRotationRecords),
      Queue: referencesOf(queueRecords),
      Agent: referencesOf(agentRecords),
      Skill: referencesOf(skillRecords),
      RoutingRuleSet: referencesOf(ruleSetRecords),
      CallRouting: loadCallReferences,
      Customer: (references, context) => loadAccountReferences(context, 'customer', references),
      Asset: (references, context) => loadAccountReferences(context, 'asset', references),
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
