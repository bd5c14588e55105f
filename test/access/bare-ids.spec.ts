import { readFileSync } from 'node:fs';
import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';
import { repository } from '../support/repository.js';

const document: OpenAPIObject = JSON.parse(readFileSync(`${repository}/src/openapi.json`, 'utf8'));

/** Ids of people, runs, sessions and courses, by what a field is called. */
const says =
  /^(person|run|session|course|owner|assessor|supervisor|reader|actor|subject)Id$|^(session|run|person|course)?[iI]ds$|By$/;

/** Ids without a name beside them, and why. */
const bare: Record<string, string[]> = {
  'a field of the same answer says the name already': [
    'AgendaItemDto.runId',
    'AgendaItemDto.sessionId',
    'AssignmentDto.personId',
    'CeShortfallDto.personId',
    'CourseVersionDto.courseId',
    'EditedCourseVersionDto.courseId',
    'DropInDto.personId',
    'EmergencyContactUseDto.usedBy',
    'FollowUpDto.personId',
    'LegalNameDto.personId',
    'MyPasswordCardDto.confirmedBy',
    'MyPasswordCardDto.madeBy',
    'OpenedEmergencyContactDto.personId',
    'PanelMemberDto.personId',
    'PasswordCardDto.confirmedBy',
    'PasswordCardDto.madeBy',
    'PasswordCardDto.personId',
    'PlanShareDto.readerId',
    'MeasurementGrantDto.readerId',
    'ProposalDto.courseId',
    'ProposedPlanDto.sessionId',
    'QueueDto.runId',
    'RunDto.courseId',
    'SessionDto.runId',
    'SessionFacilitatorDto.personId',
    'StaffTaskDto.personId',
    'StaffTaskWithWaysDto.personId',
    'TodaysSessionDto.runId',
    'TodaysWaitlistDto.runId',
    'WaitingDto.personId',
  ],
  'everybody reads it: the prospectus says the title, and asks nobody who they are': [
    'ProspectusItem.courseId',
    'ProspectusItem.coProducedBy',
    'ProspectusItem.runId',
  ],
  'whoever made a course is shown as they wish to be credited': [
    'ContributorDto.personId',
    'MeetingDto.recordedBy',
    'Reviewer.personId',
    'SignOffDto.personId',
    'VoidedSignOffDto.personId',
  ],
  'a file for an accreditor or a funder': ['CeRosterLineDto.personId'],
  'the event log: ids and names of states only': [
    'LoggedEventDto.actorId',
    'LoggedEventDto.personId',
    'LoggedEventDto.subjectId',
  ],
  'journals know no other module, and their author chose what they are about': [
    'JournalEntryDto.runId',
    'JournalEntryDto.sessionId',
    'JournalEntrySummaryDto.runId',
    'JournalEntrySummaryDto.sessionId',
  ],
  'plans and measures are read by their learner and whom they chose, who know whose they are': [
    'GoalDto.proposedBy',
    'LearningPlanDto.personId',
    'LearningPlanSummaryDto.personId',
    'MeasurementDto.personId',
    'MeasurementDto.runId',
    'MeasurementSummaryDto.personId',
    'MeasurementSummaryDto.runId',
  ],
  'no id: a day, or how it is done': [
    'ActDto.answerBy',
    'ContactChangeDto.confirmBy',
    'FirstPasswordCodeDto.confirmBy',
  ],
  'a list of messages can be left open, so that it names nothing': ['MessageDto.subjectId'],
  'ids of several kinds, or of what was just made; each list has a route with names': [
    'SeriesDto.sessionIds',
    'StaffTaskDto.subjectId',
    'StaffTaskWithWaysDto.subjectId',
    'TodaysIdsDto.ids',
    'WishDto.subjectId',
  ],
};

const schemas = document.components?.schemas ?? {};

/** The schemas that answers name, in whatever depth. */
function answered(): Set<string> {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      look(schemas[name]);
    }
  };
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path) as { responses?: Record<string, unknown> }[]) {
      for (const [status, answer] of Object.entries(operation.responses ?? {}))
        if (status.startsWith('2')) look(answer);
    }
  }
  return found;
}

const nameBeside = (id: string): string => (id.endsWith('By') ? `${id}Person` : id.replace(/Id$/, ''));

test('each id of a person, run, session or course has its name beside it, or a reason (BR-190)', () => {
  const found: string[] = [];
  for (const name of answered()) {
    const fields = (schemas[name] as SchemaObject).properties ?? {};
    for (const id of Object.keys(fields)) {
      if (!says.test(id)) continue;
      const named = JSON.stringify(fields[nameBeside(id)] ?? null);
      if (!/schemas\/Named(Person|Run|Session|Course)Dto/.test(named)) found.push(`${name}.${id}`);
    }
  }
  expect(found.toSorted()).toEqual(Object.values(bare).flat().toSorted());
});

test('and each name can be null', () => {
  const names = [...answered()]
    .flatMap((name) => Object.values((schemas[name] as SchemaObject).properties ?? {}))
    .map((field) => JSON.stringify(field))
    .filter((text) => /schemas\/Named\w+Dto/.test(text));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((text) => !text.includes('"null"'))).toEqual([]);
});
