import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { newId } from '../../src/platform/ids.js';
import { NotificationService } from '../../src/notifications/notification.service.js';
import { StaffTaskService } from '../../src/notifications/staff-task.service.js';
import { CeAwardService } from '../../src/ceu/ledger/ce-award.service.js';
import { personalTables } from '../../src/privacy/personal-tables.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { expecting } from '../courses/co-production.js';
import { aLearner, aPerson, aRun, fromNow } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
  await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

/** Tables with a person that may be written after the erasure, each with why. */
const writtenAfterwards: Readonly<Record<string, string>> = {
  booking: 'a time that is taken; whoever is accepted for an open run cannot be erased',
  emergency_contact_use_by_name: 'a view of emergency_contact_use',
  erasure: 'it says that there was one',
  event: 'that there was an erasure is an event; it holds ids',
  idempotency_key: 'whoever asked to be erased may repeat the request for a day',
  person: 'it is the person',
  panel_seat: 'a view of panel_member, which the refusal for its applicant guards',
  reading_by_name: 'a view of record_read',
  record_read: 'that something was looked at stays true, whoever it was about',
};

/** The column that says whose a row is, where the row says it itself. */
const whose = (rowsOf: string): string | undefined => /(?:^|and )t\.(\w+) = \$1$/.exec(rowsOf.trim())?.[1];

test('each table with a person refuses what comes after their erasure, or says why not (BR-227)', async () => {
  const guarded = new Set(
    (
      await college.sql.query(`
        select c.relname as name
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
        where p.proname = 'refuse_erased' and t.tgtype & 7 = 7 and t.tgenabled <> 'D'`)
    ).map(({ name }: { name: string }) => name),
  );
  const withPerson = personalTables.filter(({ rowsOf }) => whose(rowsOf) !== undefined || /subject_ids/.test(rowsOf));
  const unguarded = withPerson.map(({ table }) => table).filter((table) => !guarded.has(table));
  expect(unguarded.sort()).toEqual(Object.keys(writtenAfterwards).sort());
  // What points at a person, and is declared as being about one, is among them.
  const pointing: { table: string; column: string }[] = await college.sql.query(`
    select c.conrelid::regclass::text as "table", a.attname::text as "column"
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'person'::regclass`);
  const declared = new Map(personalTables.map((table) => [table.table, table]));
  const about = pointing.filter(({ table, column }) => whose(declared.get(table)?.rowsOf ?? '') === column);
  expect(about.length).toBeGreaterThan(50);
  expect(
    about.map(({ table }) => table).filter((table) => !guarded.has(table) && !(table in writtenAfterwards)),
  ).toEqual([]);
});

test('jobs that come late write nothing, and fail for nobody (BR-227)', async () => {
  const [eve, fay] = [await aLearner(college), await aLearner(college)];
  const run = await aRun(college);
  await expecting(201, eve.post('/me/data-requests', { kind: 'access' }));
  await expecting(201, eve.post(`/runs/${run.id}/enrolments`, {}));
  await expecting(200, eve.post('/me/erasure'));
  await college.deliver();
  await college.app
    .get(NotificationService)
    .intend(
      { personId: eve.id, kind: 'place_confirmed', subjectId: run.id },
      { personId: fay.id, kind: 'place_confirmed', subjectId: run.id },
    );
  await college.app.get(StaffTaskService).open({
    kind: 'data_request',
    subjectId: newId(),
    personId: eve.id,
    dueAt: fromNow(college, { days: 30 }),
  });
  await expect(
    college.app
      .get(CeAwardService)
      .evaluationSubmitted({ personId: null, call: { requestId: null } } as never, eve.id, run.id),
  ).rejects.toThrow('erased');
  await college.app.get(Jobs).runDue();
  const count = async (table: string, personId: string) =>
    (await college.sql.query(`select count(*)::integer as rows from ${table} where person_id = $1`, [personId]))[0]
      .rows;
  for (const table of ['message', 'staff_task', 'ce_requirement'])
    expect([table, await count(table, eve.id)]).toEqual([table, 0]);
  expect(await count('message', fay.id)).toBeGreaterThan(0);
  const [{ failed }] = await college.sql.query(
    `select count(*)::integer as failed from graphile_worker.jobs where last_error is not null`,
  );
  expect(failed).toBe(0);
});

test('a claim that gave no credit is erased, and the plan says so', async () => {
  const eve = await aLearner(college);
  await college.sql.query(
    `
      insert into external_ce_claim (
        id, person_id, provider, title, starts_on, ends_on, minutes, category, mode, kind, objectives, fingerprint, state,
        submitted_at
      )
      values ($1, $2, 'x', 'x', '2026-01-01', '2026-01-01', 60, 'ethics', 'online', 'ce_hours', 'x', 'f', 'submitted', $3)`,
    [newId(), eve.id, college.clock.now()],
  );
  const what = 'Credit that you claimed for events elsewhere';
  const { body: plan } = await expecting(200, eve.get('/me/erasure'));
  expect(plan.erased).toContainEqual({ what });
  expect(plan.retained.filter((each: { what: string; until: string | null }) => each.what === what)).toEqual([]);
});

test('a row that is refused stops neither its table nor the tables behind it, and is told by the name of the table alone', async () => {
  const eve = await aLearner(college);
  const old = fromNow(college, { days: -400 });
  const ids = Array.from({ length: 5 }, () => newId());
  for (const id of ids)
    await college.sql.query(
      `insert into sign_in (id, person_id, started_at, last_used_at, expires_at, ended_at) values ($1, $2, $3, $3, $3, $3)`,
      [id, eve.id, old],
    );
  await college.sql.query(`
    create function kept_by_mistake() returns trigger language plpgsql as $$
    begin raise exception 'no'; end $$`);
  await college.sql.query(`
    create trigger kept_by_mistake before delete on sign_in for each row when (old.id = '${ids[2]}')
    execute function kept_by_mistake()`);
  await college.sql.query(
    `
      insert into idempotency_key (person_id, method, path, key, fingerprint, resource_id, created_at)
      values ($1, 'POST', '/x', 'k', 'f', $1, $2)`,
    [eve.id, old],
  );
  const said: unknown[] = [];
  const log = jest.spyOn(Logger.prototype, 'error').mockImplementation((...words) => void said.push(words[0]));
  await college.app.get(RetentionService).tidy();
  log.mockRestore();
  await college.sql.query('drop trigger kept_by_mistake on sign_in');
  expect(await college.sql.query(`select id from sign_in where id = any($1)`, [ids])).toEqual([{ id: ids[2] }]);
  expect(await college.sql.query(`select from idempotency_key where person_id = $1 and key = 'k'`, [eve.id])).toEqual(
    [],
  );
  expect(said).toEqual(['Not everything that is due could be let go: sign_in']);
});
