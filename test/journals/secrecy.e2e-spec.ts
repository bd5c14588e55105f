import { pino } from 'pino';
import { chmod, mkdtemp, readdir, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/database/migrate.js';
import { JournalErasureService } from '../../src/journals/leaving/journal-erasure.service.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { discard } from '../support/cluster.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { everyRow } from './copy-out.js';
import { anEntry, attach, etag, letShareWith, share } from './journal.js';
import { wav } from './recordings.js';
import { unzip } from './unzip.js';

/** One word for each place in which a person can write. */
const canaries = Object.fromEntries(
  [
    'title',
    'mood',
    'text',
    'replaced',
    'description',
    'purpose',
    'comment',
    'search',
    'tag',
    'refused',
    'unknown',
    'faulty',
    'sound',
    'recorder',
  ].map((place) => [place, `Quetzal${place}Kingfisher`]),
);
/** A word that is no secret, to see that the search finds what is there. */
const open = 'Openheronword';

/**
 * As it is, folded as a search would, in UTF-16 either way round, in hexadecimal, and in base64 at each of its three
 * places.
 */
function forms(word: string): Buffer[] {
  const cases = [word, word.toLowerCase(), word.toUpperCase()];
  const wide = cases.flatMap((each) => [Buffer.from(each, 'utf16le'), Buffer.from(each, 'utf16le').swap16()]);
  const plain = [...cases.map((each) => Buffer.from(each)), ...wide];
  const hex = plain.flatMap((bytes) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]);
  const base64 = plain.flatMap((bytes) =>
    [0, 1, 2].map((shift) =>
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .slice(4, -4),
    ),
  );
  return [...plain, ...[...hex, ...base64].map((text) => Buffer.from(text))];
}
const sought = Object.entries(canaries).map(([place, word]) => ({ place, forms: forms(word) }));
/** How all of them end: a file without any of these is clean at a glance. */
const glances = forms('Kingfisher');
const leaked = (where: Buffer | string): string[] => {
  const bytes = Buffer.from(where);
  if (!glances.some((form) => bytes.includes(form))) return [];
  return sought.filter(({ forms: some }) => some.some((form) => bytes.includes(form))).map(({ place }) => place);
};

let folder: string;
let server: EmbeddedPostgres;
let college: TestCollege;
let robin: TestPerson;
let sam: TestPerson;
let entryId: string;
const lines: string[] = [];
const answers: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `recovery-college-test-${process.pid}-secrecy-`));
  await chmod(folder, 0o711);
  server = await startEmbeddedPostgres({ folder, forTests: true });
  const url = server.urlOf('postgres');
  await migrate(new DatabaseUrls(url, url));
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  college = await openTestCollege({
    providers: [ChosenReaders],
    database: { url, drop: () => Promise.resolve() },
    log,
  });
  // The strictest case: a server that writes every statement with its values into its log.
  for (const setting of [
    `log_statement = 'all'`,
    `log_parameter_max_length = -1`,
    `log_parameter_max_length_on_error = -1`,
    `log_min_error_statement = 'info'`,
  ]) {
    await college.sql.query(`alter system set ${setting}`);
  }
  await college.sql.query('select pg_reload_conf()');
  [robin, sam] = [await aLearner(college, { name: open }), await aLearner(college, { name: 'Sam' })];
  letShareWith(college, robin, sam);
  await live();
});
afterAll(() => discard(folder));

/** A life of writing, sharing, searching, mistakes and faults, with a secret word everywhere. */
async function live(): Promise<void> {
  const c = canaries;
  const entry = await anEntry(robin, c['replaced'], { title: c['title'], mood: c['mood'] });
  entryId = entry.id;
  const sound = (await attach(college, robin, entry.id, wav(c['recorder'] ?? '', Buffer.from(c['sound'] ?? '')))).body
    .id;
  const change = await robin.patch(
    `/journal-entries/${entry.id}`,
    { blocks: [{ text: c['text'], attachmentId: sound, description: c['description'] }] },
    etag(1),
  );
  expect(change.status).toBe(200);
  await share(robin, change.body, sam, { purpose: c['purpose'], permission: 'comment' });
  await sam.get(`/journal-entries/${entry.id}`);
  expect(
    (await sam.post(`/journal-entries/${entry.id}/comments`, { text: c['comment'] }, { 'idempotency-key': 'one-key' }))
      .status,
  ).toBe(201);
  expect((await robin.post('/journal-searches', { words: c['search'] })).status).toBe(200);
  await robin.post(
    '/journal-entries',
    { title: c['text'], blocks: [{ text: c['text'] }] },
    { 'idempotency-key': 'another-key' },
  );

  const mistakes = [
    await robin.post('/journal-entries', { title: { [`${c['refused']}`]: c['refused'] } }),
    await robin.post('/journal-entries', { mood: `${c['refused']} `.repeat(30) }),
    await robin.post('/journal-entries', { tags: [c['tag']] }),
    await robin.post('/journal-entries', { blocks: [{ promptId: c['refused'], text: c['refused'] }] }),
    await robin.post('/journal-entries', { blocks: [{ text: `${c['refused']}\u0000` }] }),
    await sam.patch(`/journal-entries/${entry.id}`, { title: c['refused'] }, etag(2)),
    await robin.patch(`/journal-entries/${entry.id}`, { title: c['refused'] }, etag(1)),
  ];
  expect(mistakes.map(({ status }) => status)).toEqual([400, 400, 400, 422, 400, 404, 412]);
  answers.push(...mistakes.map(({ text }) => text));
  await robin.post('/journal-entries', { [`${c['unknown']}`]: c['unknown'] });

  await college.sql.query('alter table journal_version rename column head to heads');
  const fault = await robin.post('/journal-entries', { title: c['faulty'], blocks: [{ text: c['faulty'] }] });
  await college.sql.query('alter table journal_version rename column heads to head');
  await college.sql.query(`alter table journal_version add constraint never check (false) not valid`);
  const refusal = await robin.post('/journal-entries', { title: c['faulty'], blocks: [{ text: c['faulty'] }] });
  await college.sql.query('alter table journal_version drop constraint never');
  expect([fault.status, refusal.status]).toEqual([500, 422]);
  answers.push(fault.text, refusal.text);
  await college.deliver();
}

async function takeHome(person: TestPerson): Promise<Buffer> {
  const { body } = await person.post('/journal-exports');
  const answer = await college.http
    .get(`/api/v1/journal-exports/${body.id}/archive`)
    .auth(await person.bearer(), { type: 'bearer' })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
  return Buffer.concat([...unzip(answer.body).values()]);
}

test.each(['utf8', 'utf16le', 'hex', 'base64', 'base64url'] as const)(
  'a word that leaked as %s would be found, wherever it stood',
  (encoding) => {
    for (const shift of [0, 1, 2]) {
      const text = `${'x'.repeat(shift)}before ${canaries['title']?.toLowerCase()} after`;
      const leak = encoding.startsWith('utf')
        ? Buffer.from(text, encoding)
        : Buffer.from(Buffer.from(text).toString(encoding));
      expect(leaked(leak)).toEqual(['title']);
    }
  },
);

test("the author's own answer and export hold the words, so that a leak could be seen", async () => {
  expect(leaked((await robin.get(`/journal-entries/${entryId}`)).text).sort()).toEqual([
    'description',
    'mood',
    'text',
    'title',
  ]);
  expect(leaked(await takeHome(robin)).sort()).toEqual([
    'comment',
    'description',
    'mood',
    'purpose',
    'sound',
    'text',
    'title',
  ]);
});

test('no refusal or fault repeats what was written (BR-124)', () => {
  expect(answers.length).toBeGreaterThan(8);
  expect(answers.flatMap(leaked)).toEqual([]);
});

test('no log line holds a word of it, nor says who used the journal, nor lets anybody count it (BR-124)', () => {
  expect(lines.flatMap(leaked)).toEqual([]);
  const requests = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'request');
  expect(requests.length).toBeGreaterThan(10);
  for (const request of requests)
    expect(Object.keys(request).sort()).toEqual(
      ['level', 'ms', 'msg', 'pid', 'route', 'status', 'time', 'hostname'].filter((name) => name in request).sort(),
    );
  expect(new Set(requests.map(({ route }) => route))).toEqual(new Set(['confidential']));
  const faults = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'unexpected fault');
  expect(faults.length).toBeGreaterThan(0);
  for (const { route, requestId } of faults) expect([route, requestId]).toEqual(['confidential', undefined]);
});

test('no row of any table holds a word of it; events and jobs do not know that it happened (BR-124)', async () => {
  const copy = await everyRow(college.sql);
  expect(Object.keys(copy).filter((table) => leaked((copy[table] ?? []).join('\n')).length > 0)).toEqual([]);
  expect(copy['public.person']?.join('\n')).toContain(open);
  const knowing = Object.entries(copy)
    .filter(([, rows]) => rows.some((row) => row.includes(robin.id)))
    .map(([table]) => table);
  expect(knowing.filter((table) => !table.startsWith('public.journal_')).sort()).toEqual([
    'public.idempotency_key',
    'public.person',
    'public.registration',
    'public.role_grant',
    'public.safe_contact',
    'public.sign_in',
  ]);
  expect(copy['public.event']?.filter((row) => /journal|entry|prompt/.test(row) || row.includes(robin.id))).toEqual([]);
  expect(copy['public.idempotency_key']?.filter((row) => /journal|key/.test(row))).toEqual([]);
  for (const [table, rows] of Object.entries(copy))
    if (table.startsWith('graphile_worker')) expect(rows.filter((row) => row.includes(entryId))).toEqual([]);
});

test("nobody else's export, letter or figure holds a word of it (BR-124)", async () => {
  await anEntry(sam, 'Words of Sam.');
  expect(leaked(await takeHome(sam))).toEqual([]);
  expect((await letters(college.dataFolder)).flatMap(leaked)).toEqual([]);
  const metrics = await college.http.get('/metrics');
  expect([metrics.status, leaked(metrics.text)]).toEqual([200, []]);
  expect(metrics.text).toContain('http_requests_total');
  expect(metrics.text).not.toMatch(/journal/);
});

test('the stopped database folder, its write-ahead log and its own log hold no word of it, before and after erasure (BR-124)', async () => {
  await college.app.get(JournalErasureService).shred(robin.id);
  const path = await realpath(join(folder, 'postgres'));
  const data = college.dataFolder;
  const beside = await scan(data);
  expect(beside.files).toBeGreaterThan(2);
  await college.close();
  await server.stop();
  const found = await scan(path);
  expect(found.files).toBeGreaterThan(500);
  expect(found.sawOpenWord).toBe(true);
  expect(found.walSawOpenWord).toBe(true);
  expect(found.logSawStatements).toBe(true);
  expect([...found.leaks, ...beside.leaks]).toEqual([]);
});

async function scan(root: string) {
  const found = { files: 0, leaks: [] as string[], sawOpenWord: false, walSawOpenWord: false, logSawStatements: false };
  for (const each of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    const bytes = await readFile(join(each.parentPath, each.name));
    found.files++;
    found.leaks.push(...leaked(bytes).map((place) => `${place} in ${each.name}`));
    const holds = bytes.includes(open);
    found.sawOpenWord ||= holds;
    found.walSawOpenWord ||= holds && each.parentPath.includes('pg_wal');
    found.logSawStatements ||= bytes.includes('insert into journal_version');
  }
  return found;
}
