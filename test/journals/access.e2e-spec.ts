import { ModulesContainer } from '@nestjs/core';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { roles } from '../../src/platform/actor.js';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { newId } from '../../src/platform/ids.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anEntry, attach, type Entry, letShareWith, picture, share, signInAgain } from './journal.js';

let college: TestCollege;
let author: TestPerson;
let reader: TestPerson;
let entry: Entry;
/** For each kind of thing in the path, the author's own. */
let own: Record<string, string>;

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  author = await aLearner(college);
  reader = await aLearner(college);
  letShareWith(college, author, reader);
  entry = await anEntry(author, 'private words');
  const attachment = await attach(college, author, entry.id, await picture());
  const grant = await share(author, entry, reader, { permission: 'comment' });
  const comment = await reader.post(`/journal-entries/${entry.id}/comments`, { text: 'hello' });
  await reader.get(`/journal-entries/${entry.id}`);
  await reader.post('/journal-reader-codes');
  const taken = await author.post('/journal-exports');
  own = {
    'journal-entries': entry.id,
    'journal-versions': entry.versionId,
    'journal-grants': grant.id,
    'journal-comments': comment.body.id,
    'journal-attachments': attachment.body.id,
    'journal-exports': taken.body.id,
  };
});
beforeEach(() => college.app.get(RateLimits).forget());
afterAll(() => college.close());

const bodies: Record<string, object> = {
  'PATCH /journal-entries/:id': { title: 'mine now' },
  'POST /journal-entries/:id/grants': { versionId: newId(), recipientId: newId(), purpose: 'curiosity' },
  'POST /journal-entries/:id/comments': { text: 'hello' },
};

const journalRoutes = () =>
  declaredRoutes(college.app.get(ModulesContainer))
    .map(({ route }) => route)
    .filter((route) => /\/journal-\w+\/:id/.test(route));

async function call(person: TestPerson, route: string, id: string) {
  const [method = '', pattern = ''] = route.split(' ');
  if (pattern.endsWith('/attachments')) return attach(college, person, id, await picture());
  const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  const request = college.http[verb](`/api/v1${pattern.replace(':id', id)}`).auth(await person.bearer(), {
    type: 'bearer',
  });
  if (verb === 'patch') request.set('if-match', '"1"');
  return bodies[route] ? request.send(bodies[route]) : request;
}

const idFor = (route: string) => own[/\/(journal-\w+)\//.exec(route)?.[1] ?? ''] ?? '';

test.each([...roles, 'former reader'])(
  'for a person who is %s every journal route answers as if there were nothing (BR-123, I-48)',
  async (role) => {
    const stranger =
      role === 'former reader'
        ? reader
        : await aPerson(college, { roles: role === 'learner' ? [] : [role as (typeof roles)[number]] });
    if (stranger === reader) await author.delete(`/journal-grants/${own['journal-grants']}`);
    const routes = journalRoutes();
    expect(routes.length).toBeGreaterThan(15);
    for (const route of routes) {
      const hidden = await call(stranger, route, idFor(route));
      const absent = await call(stranger, route, newId());
      expect([route, hidden.status]).toEqual([route, 404]);
      expect({ ...hidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
      expect(Object.keys(hidden.headers).sort()).toEqual(Object.keys(absent.headers).sort());
    }
    const { body } = await author.get(`/journal-entries/${entry.id}`);
    expect(body).toMatchObject({ version: entry.version, title: null, blocks: [{ text: 'private words' }] });
    expect((await stranger.get('/shared-with-me')).body.items).toEqual([]);
  },
);

test('the same routes answer to the author, so the test above tests something', async () => {
  await signInAgain(college, author);
  for (const route of journalRoutes().filter((each) => each.startsWith('GET'))) {
    expect([route, (await call(author, route, idFor(route))).status]).toEqual([route, 200]);
  }
});

test.each([
  '/people/:id/journal-entries',
  '/people/:id/journal',
  '/runs/:id/journal-entries',
  '/sessions/:id/journal-entries',
  '/journal-entries/count',
  '/reports/journals',
])('nobody can count journals at %s (BR-128)', async (path) => {
  const facilitator = await aPerson(college, { roles: ['facilitator', 'coordinator', 'administrator'] });
  expect([404, 400]).toContain((await facilitator.get(path.replace(':id', author.id))).status);
});

const tables = [
  'journal_entry',
  'journal_version',
  'journal_grant',
  'journal_comment',
  'journal_read',
  'journal_attachment',
  'journal_reader_code',
  'journal_export',
];

describe('the second wall, row-level security', () => {
  const asApi = (person: string | null, question: string): Promise<{ count: string }[]> =>
    college.sql.transaction(async (tx) => {
      await tx.query('set local role rc_api');
      if (person !== null)
        await tx.query(`select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [
          person,
          college.clock.now(),
        ]);
      return tx.query(question);
    });

  test.each(tables)('%s shows its rows to nobody without a person, nor to another', async (table) => {
    const [all] = await college.sql.query(`select count(*) from ${table}`);
    expect(Number(all.count)).toBeGreaterThan(0);
    const stranger = await aLearner(college);
    for (const person of [null, stranger.id])
      expect(await asApi(person, `select count(*) from ${table}`)).toEqual([{ count: '0' }]);
  });

  test('after a transaction for one person, the connection belongs to nobody again', async () => {
    const runner = college.sql.createQueryRunner();
    await runner.query('set role rc_api');
    const count = async () => Number((await runner.query('select count(*) from journal_entry'))[0].count);
    await runner.startTransaction();
    await runner.query(`select set_config('journal.person', $1, true), set_config('journal.now', now()::text, true)`, [
      author.id,
    ]);
    expect(await count()).toBeGreaterThan(0);
    await runner.commitTransaction();
    expect(await count()).toBe(0);
    await runner.query('reset role');
    await runner.release();
  });

  test('nobody writes into the journal of somebody else', async () => {
    const stranger = await aLearner(college);
    const into = `
      insert into journal_entry (id, author_id, state, created_at, changed_at)
      values ('${newId()}', '${author.id}', 'saved', now(), now())`;
    await expect(asApi(stranger.id, into)).rejects.toThrow(/row-level security/);
    expect(
      await asApi(stranger.id, `with gone as (delete from journal_entry returning 1) select count(*) from gone`),
    ).toEqual([{ count: '0' }]);
  });
});

test('no other table refers to a journal, and a journal refers to persons only (BR-129)', async () => {
  const links: { from: string; to: string }[] = await college.sql.query(
    `
      select conrelid::regclass::text as
      from, confrelid::regclass::text as to
      from pg_constraint
      where contype = 'f' and (conrelid::regclass::text like 'journal%' or confrelid::regclass::text like 'journal%')`,
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ from }) => !from.startsWith('journal'))).toEqual([]);
  expect([...new Set(links.map(({ to }) => to).filter((to) => !to.startsWith('journal')))].sort()).toEqual([
    'person',
    'session',
    'stored_file',
  ]);
  expect(links.filter(({ to }) => to === 'session').map(({ from }) => from)).toEqual(['journal_prompt_offer']);
});
