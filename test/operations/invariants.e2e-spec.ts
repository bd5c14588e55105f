import { aPerson, aRun, someLearners, type TestPerson } from '../support/builders.js';
import { checkInvariants, isKept } from '../../src/operations/invariant-check.js';
import { invariants } from '../../src/operations/invariants.js';
import { newId } from '../../src/platform/ids.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { runCommand } from '../support/command.js';
import { brokenPromises } from '../support/invariants.js';

let college: TestCollege;
let administrator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  administrator = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const report = async () => (await administrator.get('/operations/invariants')).body;

const audit = () => runCommand(college, 'commands/audit-invariants');

test('an administrator sees that every promise holds, and only administrators do', async () => {
  const [eve, fay, gil] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1 });
  const { id } = (await eve.post(`/runs/${run.id}/enrolments`, {})).body;
  await fay.post(`/runs/${run.id}/enrolments`, {});
  await gil.post(`/runs/${run.id}/enrolments`, {});
  await eve.post(`/enrolments/${id}/withdrawal`);
  const { holds, invariants: promises } = await report();
  expect({ holds, broken: promises.filter(({ violations }: { violations: number }) => violations > 0) }).toEqual({
    holds: true,
    broken: [],
  });
  expect((await eve.get('/operations/invariants')).status).toBe(403);
  expect((await audit()).code).toBe(0);
});

const aMark = (sequence: number, state: string) => `
  insert into attendance_mark (
    id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, occurred_at, recorded_at
  )
  select gen_random_uuid(), gen_random_uuid(), e.id, s.id, ${sequence}, '${state}', 0, 'register', now(), now()
  from enrolment e
  join session s on s.run_id = e.run_id
  where e.confirmed_at is not null`;

const somebody = newId();

const aCard = (...more: string[]) => {
  const [columns, values] = [more.filter((_, n) => n % 2 === 0), more.filter((_, n) => n % 2 === 1)];
  return `
    alter table password_card drop constraint password_card_person, drop constraint password_card_maker,
      drop constraint password_card_used_confirmed, drop constraint if exists password_card_ender;
    alter table password_card disable trigger user;
    insert into password_card (id, person_id, hash, needs_second, sealed_days, made_by, made_at, expires_at, ${columns.join()})
    values (
      gen_random_uuid(), '${somebody}', sha256('x'), true, 7, gen_random_uuid(), now(), now() + interval '1 day',
      ${values.join()}
    )`;
};

const anAward = (number: number, minutes: number) => `
  insert into ce_entry (
    id, person_id, entry_type, run_id, approval_id, number, kind, role, minutes, categories, credits, title, mode,
    provider, starts_on, ends_on, completed_on, cycle_year, rule, approval, evidence, cause, entered_at,
    retained_until
  )
  select gen_random_uuid(), '${somebody}', '${minutes > 0 ? 'award' : 'reversal'}', '${somebody}', '${somebody}',
    ${number}, 'ce_hours', 'learner', ${minutes}, '{"ethics": ${minutes}}', ${Math.sign(minutes)}, 'x', 'online', 'x',
    now(), now(), now(), 2027, '{}', '{}', '[]', ${minutes > 0 ? 'null' : `'administrator'`}, now(), now()`;

const aReport = (from: string, to: string, learners: number) => `
  insert into report (id, kind, period, label, from_on, to_on, definition_version, document, hidden, hash, made_at)
  select gen_random_uuid(), 'activity', 'from ${from}', 'x', '${from}', '${to}', 2, told, '{}',
    encode(sha256(convert_to(told, 'UTF8')), 'hex'), now()
  from (values ('{"figures":[{"key":"unique_learners","by":[],"value":${learners}}]}')) document(told)`;

const anotherSession = `
  insert into session
  select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'plan_order', null))).*
  from session s`;

const aCertification = `
  insert into certification (id, person_id, scheme_id, number, recorded_by, recorded_at)
  values ('${somebody}', '${somebody}', '${somebody}', 'X-1', '${somebody}', now())`;
const aPeriod = (kind: string) => `
  insert into certification_period (
    id, certification_id, grade, valid_from, valid_through, recorded_by, recorded_at, verified_by, verified_at,
    verified_how, kind, set_id, cycle_start
  )
  values (
    gen_random_uuid(), '${somebody}', 'full', '2027-01-01', '2027-12-31', '${somebody}', now(), '${somebody}', now(),
    'decision', '${kind}', ${kind === 'recorded' ? 'null' : `'${somebody}'`}, '2027-01-01'
  )`;

const aMessage = (how = `'planned', null, null, 0, null`) => `
  insert into message (
    id, person_id, kind, subject_id, requested, planned_at, not_after, state, sent_at, channel, attempts, attempted_at
  )
  select gen_random_uuid(), '${somebody}', 'place_confirmed', '${somebody}', false, now(), now() - interval '1 day',
    ${how}`;

const aRestore = `
  insert into restore (id, found_at, replayed, ready_at)
  values (gen_random_uuid(), now() + interval '1 hour', 0, now() + interval '1 hour')`;

/** Each entry breaks one promise behind the back of the API. */
const damages: [string, string][] = [
  ['enrolment.places_counted', 'update run set places_taken = places_taken - 1'],
  ['enrolment.places_within_capacity', 'update run set capacity = 0'],
  [
    'enrolment.as_recorded',
    `update enrolment set state = 'completed', confirmed_at = now(), ended_at = now() where state = 'offered'`,
  ],
  ['enrolment.queue_moves', 'update run set capacity = 5'],
  [
    'enrolment.nobody_overtaken',
    `
      update enrolment
      set state = 'confirmed', offered_at = null, offer_expires_at = null, joined_at = now() + interval '1 hour',
        confirmed_at = now() + interval '1 hour'
      where state = 'offered'`,
  ],
  ['enrolment.offered_in_order', `update enrolment set joined_at = now() + interval '1 hour' where state = 'offered'`],
  [
    'enrolment.offers_end_in_time',
    `update enrolment set offer_expires_at = now() + interval '1 year' where state = 'offered'`,
  ],
  [
    'enrolment.one_live_per_person_and_run',
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at)
      select gen_random_uuid(), run_id, person_id, 'requested', source, joined_at
      from enrolment
      where state = 'waitlisted'`,
  ],
  [
    'enrolment.withdrawn_consent_ends_waiting',
    `
      insert into consent (id, person_id, purpose, number, state, text_version, method, said_at)
      select gen_random_uuid(), person_id, 'registration_processing', 99, 'withdrawn', 1, 'asked',
        now() - interval '10 years'
      from enrolment
      where state = 'waitlisted'`,
  ],
  [
    'safety_plan.shared_by_its_owner',
    `
      with plan as (
        insert into safety_plan (id, person_id, state, key_id, made_at)
        select gen_random_uuid(), person_id, 'draft', gen_random_uuid(), now()
        from enrolment
        where state = 'waitlisted'
        limit 1
        returning id, person_id
      )
      insert into safety_plan_share (plan_id, enrolment_id, shared_at)
      select plan.id, e.id, now()
      from plan
      join enrolment e on e.person_id <> plan.person_id`,
  ],
  [
    'enrolment.notices_to_places',
    `
      insert into run_notice (id, person_id, run_id, sent_by, sent_at, key_id, text)
      select gen_random_uuid(), person_id, run_id, gen_random_uuid(), now(), gen_random_uuid(), 'sealed'
      from enrolment
      where state = 'waitlisted'
      limit 1`,
  ],
  [
    'enrolment.notices_to_places',
    `
      insert into run_notice (id, person_id, run_id, sent_by, sent_at, key_id, text)
      select gen_random_uuid(), person_id, run_id, gen_random_uuid(), ended_at + interval '1 day', gen_random_uuid(),
        'sealed'
      from enrolment
      where state = 'withdrawn' and confirmed_at is not null
      limit 1`,
  ],
  [
    'enrolment.no_notice_of_nobody',
    `
      insert into person (id, created_at, erased_at) values ('${somebody}', now(), now());
      insert into run_notice (id, person_id, run_id, sent_by, sent_at, key_id, text)
      select gen_random_uuid(), '${somebody}', id, gen_random_uuid(), now(), gen_random_uuid(), 'sealed'
      from run
      limit 1`,
  ],
  ['attendance.marks_numbered', aMark(2, 'present')],
  ['attendance.absence_followed_up', aMark(1, 'dna')],
  [
    'attendance.released_after_contact',
    `update enrolment set state = 'released', release_reason = 'stopped_attending' where state = 'withdrawn'`,
  ],
  [
    'certificate.attendance_completed',
    `
      insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at)
      select gen_random_uuid(), 'attendance', 'A-1', person_id, id, 'x', sha256('x'), now()
      from enrolment
      limit 1`,
  ],
  [
    'certificate.frozen',
    `
      insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at)
      select gen_random_uuid(), 'ceu', 'A-2', person_id, id, 'x', sha256('y'), now()
      from enrolment
      limit 1`,
  ],
  [
    'certificate.address_kept',
    `
      with one as (
        insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at)
        select gen_random_uuid(), 'ceu', 'A-3', person_id, id, 'x', sha256('y'), now()
        from enrolment
        limit 1
        returning id
      ),
      other as (insert into certificate_address (certificate_id, token) select id, 'z' from one)
      insert into certificate_print (certificate_id, content)
      select id, '{}'
      from one`,
  ],
  [
    'certificate.one_current',
    `drop index certificate_one_current; insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at) select gen_random_uuid(), 'ceu', 'B-' || n, e.person_id, e.run_id, 'x', sha256(('z' || n)::bytea), now() from (select * from enrolment limit 1) e cross join generate_series(1, 2) n`,
  ],
  [
    'certificate.ceu_awarded',
    `${anAward(0, 60)}; insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at) select gen_random_uuid(), 'ceu', 'C-1', person_id, id, 'x', sha256('y'), now() from ce_entry; ${anAward(1, -60)}`,
  ],
  ['ceu.ledger_adds_up', anAward(1, -60)],
  ['ceu.credits_held_time', anAward(0, 60)],
  ['ceu.credits_attended_time', anAward(0, 60)],
  ['ceu.one_standing_award', `${anAward(0, 60)}; ${anAward(2, 60)}`],
  [
    'certification.periods_apart',
    `alter table certification_period drop constraint certification_period_apart; ${aPeriod('recorded')}; ${aPeriod('recorded')}`,
  ],
  [
    'certification.granted_fairly',
    `insert into person (id, chosen_name, created_at) values ('${somebody}', 'Robin', now()); ${aCertification}; ${aPeriod('first')}`,
  ],
  ['certification.renewed_by_decision', aPeriod('renewal')],
  [
    'certification.assessor_once',
    `
      alter table certification_assessment drop constraint assessor_once;
      insert into certification_assessment (
        id, application_id, person_id, kind, assessor_id, starts_at, ends_at, booked_by
      )
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'exam', '${somebody}', now(),
        now() + interval '1 hour', gen_random_uuid()
      from generate_series(1, 2)`,
  ],
  ['registration.active_is_complete', 'delete from safe_contact'],
  [
    'college.charter_follows_texts',
    `
      insert into college_text (
        id, kind, version, language, revision, title, sections, material, written_by, written_at
      )
      select gen_random_uuid(), 'charter', 99, 'en', 1, 'x', '[{}]', true, id, now()
      from person
      limit 1`,
  ],
  ['registration.left_holds_nothing', `update registration set state = 'left'`],
  ['registration.paused_waits_for_nothing', `update registration set state = 'paused'`],
  ['wish.has_a_reader', `update registration set welcome_conversation_asked_at = now() - interval '10 years'`],
  ['safe_contact.history_whole', 'update safe_contact set version = version + 1'],
  [
    'one_time_link.three_a_day',
    `
      insert into one_time_link (id, purpose, email, email_canonical, requested_at, delivered_at)
      select gen_random_uuid(), 'sign_up', 'x', 'x@example.org', now(), now()
      from generate_series(1, 4)`,
  ],
  [
    'password_recovery_code.ten',
    `
      insert into password_recovery_code (hash, person_id)
      select sha256(n::text::bytea), (select id from person limit 1)
      from generate_series(1, 11) n`,
  ],
  [
    'role.compatible',
    `
      alter table role_grant drop constraint role_grant_compatible;
      insert into role_grant (id, person_id, role, granted_at)
      select gen_random_uuid(), person_id, 'analyst', now()
      from role_grant
      where role = 'administrator'`,
  ],
  [
    'role.not_by_oneself',
    `
      alter table role_request drop constraint role_request_second_administrator;
      insert into role_request (id, person_id, role, asked_by, asked_at, state, decided_by, decided_at)
      values (
        gen_random_uuid(), gen_random_uuid(), 'administrator', '${somebody}', now(), 'confirmed', '${somebody}', now()
      )`,
  ],
  ['card.used_by_two', aCard('used_at', 'now()')],
  [
    'card.ended_opens_nothing',
    `
      ${aCard('ended_at', 'now()', 'ended_by', `'${somebody}'`)};
      alter table sign_in drop constraint sign_in_person;
      alter table sign_in disable trigger user;
      insert into sign_in (id, person_id, started_at, last_used_at, expires_at, card_id)
      select gen_random_uuid(), person_id, now(), now(), '2999-01-01', id
      from password_card`,
  ],
  [
    'device_token.of_this_password',
    `
      insert into device_token (hash, person_id, created_at, last_used_at, expires_at)
      select sha256(id::text::bytea), id, now(), now(), now() + interval '2160 hours'
      from person
      limit 1`,
  ],
  [
    'person.erased_is_nobody',
    `alter table person drop constraint person_erased_is_nobody; update person set erased_at = now()`,
  ],
  ['course.published_is_signed', 'update sign_off set voided_at = now()'],
  [
    'course.one_current',
    `drop index course_version_one_current; alter table course_version drop constraint course_version_published_is_signed; insert into course_version (id, course_id, semver, state, capacity_default, cohort_minimum, max_learners_per_facilitator, content_hash, search, created_at)
     select gen_random_uuid(), course_id, '9.9.9', 'published', 8, 4, 8, 'x', '', now() from course_version`,
  ],
  [
    'run.knows_what_goes_on',
    `
      update run set went_on_until = null;
      update enrolment set state = 'completed', confirmed_at = coalesce(confirmed_at, now()), ended_at = '2000-01-01';
      update run set went_on_until = null`,
  ],
  [
    'certification.practice_confirmed',
    `
      insert into practice_log (id, person_id, practised_on, minutes, kind, recorded_at, confirmed)
      select gen_random_uuid(), id, '2026-01-01', 60, 'shadow', now(), true
      from person
      limit 1`,
  ],
  [
    'run.nobody_learns_and_facilitates',
    `
      insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at)
      select gen_random_uuid(), run_id, person_id, 'learned', 'offered', now()
      from enrolment`,
  ],
  [
    'session.at_risk_is_a_task',
    `
      insert into event (id, at, type, subject_id, request_id, refs)
      select gen_random_uuid(), now() - interval '10 years', 'run.opened', id, 'x', '{}'
      from run`,
  ],
  ['run.spans_its_sessions', `update run set last_end = last_end + interval '1 hour'`],
  ['session.wall_time_decides', `update session set starts_at = starts_at - interval '1 hour'`],
  [
    'session.time_of_its_place',
    `
      update session
      set time_zone = 'Asia/Kolkata', local_start = starts_at at time zone 'Asia/Kolkata',
        local_end = ends_at at time zone 'Asia/Kolkata'`,
  ],
  [
    'session.holds_what_is_planned',
    'update session set plan_order = 20 where id = (select id from session order by id limit 1)',
  ],
  [
    'session.facilitator_in_one_place',
    `${anotherSession}; insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at) select gen_random_uuid(), id, '${somebody}', 'peer', 'accepted', now() from run`,
  ],
  ['session.room_once', `${anotherSession}; update run set venue_id = '${somebody}', mode = 'in_person'`],
  [
    'attendance.presence_possible',
    `
      insert into presence (mark_id, session_id, minutes)
      select gen_random_uuid(), id, int4range(10000, 10060)
      from session`,
  ],
  [
    'account_trace.once_an_hour',
    `
      insert into event (id, at, request_id, type, subject_id, person_id, refs)
      select gen_random_uuid(), now(), 'x', 'sign_in.refused', '${somebody}', '${somebody}', '{"hour": "x"}'
      from generate_series(1, 2)`,
  ],
  ['message.once', `alter table message drop constraint message_once; ${aMessage()}; ${aMessage()}`],
  ['message.in_time', aMessage(`'sent', now(), 'email', 1, now()`)],
  [
    'evaluation.counts_add_up',
    `
      insert into evaluation_tally (run_id, form_id, counts, closes_on)
      select id, gen_random_uuid(), '{}', now()
      from run
      limit 1;
      insert into evaluation_receipt (run_id, person_id)
      select run_id, gen_random_uuid()
      from evaluation_tally`,
  ],
  [
    'reading.names_staff_only',
    `
      alter table record_read drop constraint record_read_names_no_learner;
      insert into record_read (
        id, at, reader_id, reader_name, acting_roles, kind, reason, outcome, subject_ids, request_id
      )
      values (gen_random_uuid(), now(), '${somebody}', 'Fay', '{learner}', 'x', 'x', 'refused', '{}', 'x')`,
  ],
  ['journal.walled', 'alter table journal_version no force row level security'],
  [
    'report.longer_tells_no_fewer',
    `${aReport('2001-01-10', '2001-03-31', 9)}; ${aReport('2001-01-01', '2001-12-31', 8)}`,
  ],
  [
    'report.leavers_counted_once',
    `
      insert into report_part (unit, from_on, to_on, counts, counted_at)
      values ('places', '2001-01-10', '2001-03-31', '[]', now());
      insert into leaver_count (unit, days, bases, mode, strand, outcome, count, minutes)
      values ('places', '{2001-02-10}', '{public}', 'online', 'none', 'attended', 1, 105)`,
  ],
  [
    'report.leavers_have_no_basis',
    `
      insert into person (id, created_at, erased_at) values ('${somebody}', now(), now());
      insert into earlier_basis (person_id, through_year, eligibility_basis) values ('${somebody}', 2001, 'staff')`,
  ],
  [
    'restore.signs_everybody_out',
    `
      ${aRestore};
      insert into sign_in (id, person_id, started_at, last_used_at, expires_at)
      values (gen_random_uuid(), '${somebody}', now(), now(), now() + interval '1 day')`,
  ],
  [
    'restore.contact_awaits_its_owner',
    `
      ${aRestore};
      insert into safe_contact (id, person_id, version, channels, confirmed_at)
      values (gen_random_uuid(), '${somebody}', 1, '{"email": {"allowed": true}}', now())`,
  ],
  ['restore.no_letter_while_held', `${aRestore}; ${aMessage(`'sent', now() + interval '2 hours', 'email', 1, now()`)}`],
];

test('each promise has a damage here that it finds', () => {
  expect(invariants.map(({ code }) => code).filter((code) => !damages.some(([broken]) => broken === code))).toEqual([]);
});

test.each(damages)('a break of %s is found, by id', async (code, damage) => {
  const runner = college.sql.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(
      `set local session_replication_role = replica; drop index enrolment_one_live; alter table run drop constraint run_places_within_capacity; ${damage}`,
    );
    const found = await checkInvariants((text, values) => runner.query(text, values), college.clock.now());
    expect(found.find((promise) => promise.code === code)).toMatchObject({
      violations: expect.any(Number),
      examples: expect.arrayContaining([expect.stringMatching(/^[0-9a-f-]{36}$/)]),
    });
    expect(found.find((promise) => promise.code === code)?.violations).toBeGreaterThan(0);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
  expect(await brokenPromises(college)).toEqual([]);
});

test('the command for operators says what is broken and ends with 2', async () => {
  await college.sql.query(
    `set session_replication_role = replica; update run set places_taken = places_taken - 1; set session_replication_role = origin`,
  );
  const { code, words } = await audit();
  expect(code).toBe(2);
  expect(words).toContain('BROKEN  enrolment.places_counted: 1.');
  expect(await report()).toMatchObject({ holds: false });
});

test('a promise that cannot be checked hides no other, and is not said to hold', async () => {
  const found = await checkInvariants((text, values) => college.sql.query(text, values), new Date(), [
    { code: 'first', says: 'x', broken: 'select 1 as id where false' },
    { code: 'failing', says: 'x', broken: 'select id from no_such_table' },
    { code: 'last', says: 'x', broken: 'select 7 as id' },
  ]);
  expect(found).toMatchObject([
    { code: 'first', violations: 0, notChecked: null },
    { code: 'failing', violations: 0, notChecked: '42P01' },
    { code: 'last', violations: 1, notChecked: null },
  ]);
  expect(found.map(isKept)).toEqual([true, false, false]);
});

test('a zone from before that only Node knows leaves every other promise checked', async () => {
  await aRun(college, { capacity: 1 });
  const zone = (name: string) =>
    college.sql.query(
      `set session_replication_role = replica; update session set time_zone = '${name}'; set session_replication_role = origin`,
    );
  const [{ time_zone: before }] = await college.sql.query('select time_zone from session limit 1');
  await zone('US/Pacific-New');
  const { invariants: promises } = await report();
  const unknown = promises.filter(({ notChecked }: { notChecked: string | null }) => notChecked !== null);
  expect(unknown).toEqual([expect.objectContaining({ notChecked: '22023' })]);
  expect(promises).toHaveLength(invariants.length);
  const { code, words } = await audit();
  expect([code, words.match(/^UNKNOWN /gm)?.length]).toEqual([2, 1]);
  expect((await administrator.get('/operations/time-zones')).body.agrees).toBe(false);
  await zone(before);
});
