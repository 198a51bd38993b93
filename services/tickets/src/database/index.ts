import { AgentEntity } from '../agent/index.js';
import { ConversationPolicyEntity } from '../conversation-policy/index.js';
import { EscalationFormEntity } from '../escalation-form/index.js';
import { EscalationPolicyEntity } from '../escalation-policy/index.js';
import { EscalationEntity } from '../escalation/index.js';
import { IncidentEntity } from '../incident/index.js';
import { MajorIncidentEntity } from '../major-incident/index.js';
import { OnCallGapEntity } from '../on-call-gap/index.js';
import { OnCallOverrideEntity, OnCallRotationEntity } from '../on-call-rotation/index.js';
import { PostmortemEntity } from '../postmortem/index.js';
import { PrioritySchemeEntity } from '../priority-scheme/index.js';
import { QueueEntity } from '../queue/index.js';
import { ReplyTemplateEntity } from '../reply-template/index.js';
import { RoutingRuleSetEntity } from '../routing-rule/index.js';
import { SavedViewEntity } from '../saved-view/index.js';
import { SkillEntity } from '../skill/index.js';
import { TeamEntity } from '../team/index.js';
import { ThirdPartyCaseEntity } from '../third-party-case/index.js';
import { TicketEntity } from '../ticket/index.js';
import { FollowAssetMerges1790000000220 } from './copy/follow-asset-merges.migration.js';
import { FollowCustomerLife1790000000070 } from './copy/follow-customer-life.migration.js';
import { RefuseAsking1790000000081 } from './copy/refuse-asking.migration.js';
import { ShowCustomersToResellers1790000000050 } from './copy/show-customers-to-resellers.migration.js';
import { EscalateTickets1790000000351 } from './desk/escalate-tickets.migration.js';
import { KeepOnCall1790000000350 } from './desk/keep-on-call.migration.js';
import { ListWork1790000000370 } from './desk/list-work.migration.js';
import { RouteTickets1790000000340 } from './desk/route-tickets.migration.js';
import { AssessImpacts1790000000381 } from './incident/assess-impacts.migration.js';
import { LeadMajorIncidents1790000000360 } from './incident/lead-major-incidents.migration.js';
import { TellReasons1790000000382 } from './incident/tell-reasons.migration.js';
import { CountSlaClocks1790000000310 } from './ticket/count-sla-clocks.migration.js';
import { CreateTickets1790000000020 } from './ticket/create-tickets.migration.js';
import { KeepConversations1790000000330 } from './ticket/keep-conversations.migration.js';
import { KeepImportedLogs1790000000380 } from './ticket/keep-imported-logs.migration.js';
import { KeepTicketLives1790000000320 } from './ticket/keep-ticket-lives.migration.js';

/** What the service's database needs. */
export const ticketsDatabase = {
  service: 'tickets',
  entities: [
    TeamEntity,
    QueueEntity,
    TicketEntity,
    SavedViewEntity,
    ThirdPartyCaseEntity,
    IncidentEntity,
    MajorIncidentEntity,
    PostmortemEntity,
    PrioritySchemeEntity,
    ConversationPolicyEntity,
    ReplyTemplateEntity,
    SkillEntity,
    AgentEntity,
    RoutingRuleSetEntity,
    EscalationEntity,
    EscalationFormEntity,
    EscalationPolicyEntity,
    OnCallGapEntity,
    OnCallRotationEntity,
    OnCallOverrideEntity,
  ],
  migrations: [
    CreateTickets1790000000020,
    ShowCustomersToResellers1790000000050,
    FollowCustomerLife1790000000070,
    RefuseAsking1790000000081,
    FollowAssetMerges1790000000220,
    CountSlaClocks1790000000310,
    KeepTicketLives1790000000320,
    KeepConversations1790000000330,
    RouteTickets1790000000340,
    KeepOnCall1790000000350,
    EscalateTickets1790000000351,
    LeadMajorIncidents1790000000360,
    ListWork1790000000370,
    KeepImportedLogs1790000000380,
    AssessImpacts1790000000381,
    TellReasons1790000000382,
  ],
};
