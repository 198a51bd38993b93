import {
  authorize,
  authorOf,
  cellOr,
  column,
  createOnce,
  DomainError,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { z } from 'zod';
import { requireSeen } from '../account/index.js';
import { checkSkillLevels } from '../skill/index.js';
import { checkAbsences, checkCapacity, checkLanguages, readSkillCells } from './agent.rules.js';
import { agentRecords, findAgentsOfPeople, type AgentRecord } from './agent.store.js';
import type { CreateAgentInput, SetAbsencesInput, UpdateAgentInput } from './agent.types.js';

const DEFAULT_CAPACITY = 10;

const importColumns = z.object({
  person: column.required.text,
  external_id: column.text,
  skills: column.parsed((cell) => readSkillCells(cell.split(';').filter((item) => item.trim() !== ''))),
  languages: column.parsed((cell) => checkLanguages(cell.split(';').filter((item) => item.trim() !== ''))),
  calendar: column.text,
  capacity: column.parsed((cell) => checkCapacity(Number(cell))),
  takes_tickets: column.boolean,
});
type AgentRow = z.infer<typeof importColumns>;

/** Creates the profile of a person who has none. Roles: admin, manager, operator. */
export async function createAgent(context: RequestContext, input: CreateAgentInput): Promise<AgentRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, agentRecords, {
    prefix: 'agt',
    mutation: 'createAgent',
    input,
    values: async (tx) => {
      await requireSeen(tx, 'person', [input.personId], ['personId']);
      if ((await findAgentsOfPeople(tx, [input.personId])).size > 0) {
        throw new DomainError('ALREADY_EXISTS', 'This person has a profile already; change that one.', [
          'personId',
        ]);
      }
      await requireCalendar(tx, input.calendarId);
      return {
        personId: input.personId,
        skills: await checkSkillLevels(tx, input.skills, ['skills']),
        languages: checkLanguages(input.languages),
        calendarId: input.calendarId ?? null,
        capacity: checkCapacity(input.capacity),
        takesTickets: input.takesTickets,
        absences: [],
      };
    },
  });
}

/** Changes the profile of an agent. Roles: admin, manager, operator. */
export async function updateAgent(context: RequestContext, input: UpdateAgentInput): Promise<AgentRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const { skills, languages, calendarId, capacity, takesTickets } = input;
  return context.session.transaction((tx) =>
    agentRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async () => {
      await requireCalendar(tx, calendarId);
      return {
        ...(skills == null ? {} : { skills: await checkSkillLevels(tx, skills, ['skills']) }),
        ...(languages == null ? {} : { languages: checkLanguages(languages) }),
        ...(calendarId === undefined ? {} : { calendarId }),
        ...(capacity == null ? {} : { capacity: checkCapacity(capacity) }),
        ...(takesTickets == null ? {} : { takesTickets }),
      };
    }),
  );
}

/** Says when an agent is away. Roles: admin, manager, operator; an agent of themselves. */
export async function setAbsences(context: RequestContext, input: SetAbsencesInput): Promise<AgentRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const { principal } = context;
  const forOthers = principal.roles.some((role) => role !== 'agent');
  return context.session.transaction((tx) =>
    agentRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) => {
      if (!forOthers && current.personId !== principal.personId) {
        throw new DomainError('FORBIDDEN', 'Agents say of themselves alone when they are away.', ['id']);
      }
      return { absences: checkAbsences(input.absences) };
    }),
  );
}

async function requireCalendar(tx: Session, calendarId: string | null | undefined): Promise<void> {
  if (calendarId != null) await requireSeen(tx, 'calendar', [calendarId], ['calendarId']);
}

/**
 * Imports rows of `agents.csv`: person, skills (`name:level` or a skill's external id with its level, between
 * semicolons), languages, calendar, capacity, takes_tickets. A row is of its person. Roles: admin, operator.
 */
export function importAgents(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<AgentRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.person,
    store: async (tx, source, rows) => {
      const resolved = await resolveReferences(tx, source, rows, {
        person: { find: referencesTo('person'), of: (row) => [row.person] },
        calendar: { find: referencesTo('calendar'), of: (row) => [row.calendar] },
        skills: { find: referencesTo('skill'), of: (row) => (row.skills ?? []).map(({ name }) => name) },
      });
      const { references } = resolved;
      const personOf = (row: AgentRow) => references['person']?.get(row.person) ?? row.person;
      const lastOf = new Map(resolved.rows.map(({ line, row }) => [personOf(row), line]));
      const kept = resolved.rows.filter(({ line, row }) => lastOf.get(personOf(row)) === line);
      const stored = await storeRecords<AgentRow, AgentRecord>(tx, source, kept, {
        records: agentRecords,
        prefix: 'agt',
        author: authorOf(context),
        externalId: (row) => row.external_id ?? row.person,
        known: async (known) => {
          const found = await findAgentsOfPeople(tx, known.map(personOf));
          return new Map(
            known.flatMap((row) => {
              const agent = found.get(personOf(row));
              return agent ? [[row.external_id ?? row.person, agent] as const] : [];
            }),
          );
        },
        toRecord: (row, existing) => ({
          personId: personOf(row),
          skills: cellOr(
            row.skills
              ?.map(({ name, level }) => ({ skillId: references['skills']?.get(name) ?? name, level }))
              .toSorted((a, b) => (a.skillId < b.skillId ? -1 : 1)),
            [],
            existing,
          ),
          languages: cellOr(row.languages, [], existing),
          calendarId: row.calendar == null ? row.calendar : references['calendar']?.get(row.calendar),
          capacity: cellOr(row.capacity, DEFAULT_CAPACITY, existing),
          takesTickets: cellOr(row.takes_tickets, true, existing),
          absences: existing ? undefined : [],
        }),
      });
      const repeated = resolved.rows
        .filter((row) => !kept.includes(row))
        .map(({ line }) => ({ line, column: 'person', reason: 'A later row is of the same person.' }));
      return { ...stored, rejects: [...resolved.rejects, ...repeated] };
    },
  });
}
