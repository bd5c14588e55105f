import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wishKinds } from '../../src/college/wish.rules.js';
import { messageKinds } from '../../src/notifications/message.rules.js';
import { staffTaskKinds } from '../../src/notifications/staff-task.rules.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Who learns that something is asked: by a task, a line in Today, a message or a route of those who answer. */
type Reader = { task: string } | { today: string } | { told: string } | { route: string } | { none: string };

/** Columns and states with which somebody asks something of somebody, and fields of bodies that say so. */
const wishes: Readonly<Record<string, Reader>> = {
  'registration.welcome_conversation_asked_at': { task: 'welcome_conversation' },
  'RegistrationBody.welcomeConversationWanted': { task: 'welcome_conversation' },
  'session_debrief.supervision_asked_at': { task: 'supervision' },
  'DebriefBody.supervisionWanted': { task: 'supervision' },
  'adjustment.wish': { task: 'adjustment' },
  'adjustment.requested_at': { task: 'adjustment' },
  'adjustment.state requested': { task: 'adjustment' },
  'AdjustmentBody.wish': { task: 'adjustment' },
  'enrolment.state requested': { task: 'approval' },
  'enrolment.state waitlisted': { today: 'waitlists' },
  'enrolment.state offered': { told: 'place_offered' },
  'facilitator_assignment.state offered': { told: 'facilitation_offered' },
  'data_request.wish': { task: 'data_request' },
  'DataRequestBody.wish': { task: 'data_request' },
  'external_ce_claim.submitted_at': { today: 'ceClaimsWaiting' },
  'external_ce_claim.state submitted': { today: 'ceClaimsWaiting' },
  'external_ce_claim.state appealed': { today: 'ceClaimsWaiting' },
  'learning_plan.advisor_state asked': { told: 'advising_asked' },
  'role_request.asked_by': { told: 'administrator_ending' },
  'role_request.asked_at': { told: 'administrator_ending' },
  'role_request.state awaiting_second': { told: 'administrator_ending' },
  'certification_application.submitted_at': { route: 'GET /certification-applications' },
  'certification_application.state submitted': { route: 'GET /certification-applications' },
  'certification_renewal.submitted_on': { route: 'GET /certifications/:id/renewals' },
  'certification_renewal.submitted_at': { route: 'GET /certifications/:id/renewals' },
  'transcript_release.requested_by': { route: 'GET /me/transcript-releases' },
  'transcript_release.requested_at': { route: 'GET /me/transcript-releases' },
  'transcript_release.state requested': { route: 'GET /me/transcript-releases' },
  'measurement.state offered': { told: 'measure_offered' },
  'certification_reference.asked_at': {
    none: 'a referee of their own, who has no account; those who screen see what came',
  },
  'contact_change.wish': { none: 'waits for the person’s own yes' },
  'contact_change.requested_at': { none: 'waits for the person’s own yes' },
  'contact_change.state waiting': { none: 'waits for the person’s own yes' },
  'journal_export.requested_at': { none: 'made by a job; nobody may know of it' },
  'message.requested': { none: 'whether a message answers what somebody did themselves' },
  'one_time_link.requested_at': { none: 'a letter with a code' },
};

const asks = /(^|_)(wanted|wish|wished|asked|requested|submitted)(_|$)/;
const waitingStates = [
  'requested',
  'asked',
  'submitted',
  'offered',
  'waitlisted',
  'appealed',
  'awaiting_second',
  'waiting',
];

test('whatever is stored of somebody asking something of somebody has a reader (BR-184)', async () => {
  const columns: { name: string }[] = await college.sql.query(
    `
      select c.relname || '.' || a.attname as name
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      where a.attnum > 0 and not a.attisdropped and a.attname ~ $1
      order by 1`,
    [asks.source],
  );
  const states: { name: string }[] = await college.sql.query(
    `
      select distinct c.conrelid::regclass || '.' || a.attname || ' ' || value[1] as name
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      cross join lateral regexp_matches(pg_get_constraintdef(c.oid), '''(\\w+)''::text', 'g') value
      where c.contype = 'c'
        and cardinality(c.conkey) = 1
        and a.attname ~ 'state$'
        and value[1] = any ($1)
      order by 1`,
    [waitingStates],
  );
  const found = [...columns, ...states].map(({ name }) => name);
  const listed = Object.keys(wishes).filter((name) => !/Body\./.test(name));
  expect({
    new: found.filter((name) => !(name in wishes)),
    gone: listed.filter((name) => !found.includes(name)),
  }).toEqual({ new: [], gone: [] });
});

test('and so has each field of a body that says so (BR-184)', async () => {
  const { body } = await college.http.get('/openapi.json').expect(200);
  const schemas: Record<string, { properties?: object }> = body.components.schemas;
  const found = Object.entries(schemas)
    .filter(([name]) => /(Body|Change)$/.test(name) && name !== 'PolicyChange')
    .flatMap(([name, { properties = {} }]) =>
      Object.keys(properties)
        .filter((field) => asks.test(field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)))
        .map((field) => `${name}.${field}`),
    );
  const listed = Object.keys(wishes).filter((name) => /Body\./.test(name));
  expect({
    new: found.filter((name) => !(name in wishes)),
    gone: listed.filter((name) => !found.includes(name)),
  }).toEqual({ new: [], gone: [] });
});

test('each reader is there: a task, a line in Today, a message or a route (BR-184)', async () => {
  const { body } = await college.http.get('/openapi.json').expect(200);
  const routes = new Set(
    readFileSync(join(repository, 'test/snapshots/routes.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split(' → ')[0]),
  );
  const there = (reader: Reader): boolean => {
    if ('task' in reader) return staffTaskKinds.some((kind) => kind === reader.task);
    if ('today' in reader) return reader.today in body.components.schemas.TodayDto.properties;
    if ('told' in reader) return messageKinds.some((kind) => kind === reader.told);
    return 'none' in reader || routes.has(reader.route);
  };
  expect(Object.entries(wishes).filter(([, reader]) => !there(reader))).toEqual([]);
});

test('each kind of wish is a task of staff and is asked by something that is stored (BR-184)', () => {
  const tasks = Object.values(wishes).flatMap((reader) => ('task' in reader ? [reader.task] : []));
  expect(wishKinds.filter((kind) => !staffTaskKinds.includes(kind) || !tasks.includes(kind))).toEqual([]);
});
