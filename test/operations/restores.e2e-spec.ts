import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Declarations } from '../../src/platform/discovery/declarations.js';
import { EndedLog } from '../../src/platform/endings/ended-log.js';
import { Endings } from '../../src/platform/endings/endings.js';
import { replays } from '../../src/platform/endings/restore.decorators.js';
import { Database } from '../../src/platform/database/database.js';
import { RestoreReplay } from '../../src/platform/restores/restore-replay.js';
import { newId } from '../../src/platform/ids.js';
import { saysContact } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { aLearner, aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase, copyDatabase, emptyDatabase } from '../support/database.js';
import { letters } from '../support/outbox.js';
import { asAt, type Right, rightsOfEveryKind } from './ended-rights.js';

/** Time goes on from one college to the next. */
let latest: Date | undefined;

type Open = { url: string; drop(): Promise<void> };
const folders: string[] = [];
const databases: Open[] = [];
const aFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const database of databases) await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A college that leaves its database when it closes. */
async function collegeOn(database: Open, keys: string, settings: Record<string, string> = {}): Promise<TestCollege> {
  const college = await openTestCollege({
    ...(latest && { startsAt: latest }),
    providers: [ChosenReaders],
    database: { url: database.url, drop: () => Promise.resolve() },
    settings: { KEYS_FOLDER: keys, ...settings },
  });
  const close = college.close.bind(college);
  return Object.assign(college, {
    close: () => {
      latest = college.clock.now();
      return close();
    },
  });
}

const kept = async (database: Open): Promise<Open> => {
  databases.push(database);
  return database;
};
const copied = async (database: Open) => kept(await copyDatabase(database));

const logOf = async (keys: string): Promise<string[]> => {
  const folder = join(keys, 'ended');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter(Boolean));
};

const stands = async ({ sql }: TestCollege, { stands: text, id }: Right): Promise<boolean> =>
  (await sql.query(text, [id]))[0]?.stands === true;

describe('a restore revives nothing (BR-191)', () => {
  let rights: Record<string, Right>;
  let keys: string;
  let backup: Open;
  let admin: TestPerson;

  beforeAll(async () => {
    keys = await aFolder();
    const database = await kept(await cloneDatabase());
    const college = await collegeOn(database, keys);
    rights = await rightsOfEveryKind(college);
    admin = await aPerson(college, { roles: ['administrator'] });
    for (const [kind, right] of Object.entries(rights))
      if (!(await stands(college, right))) throw new Error(`${kind} does not stand`);
    await college.close();
    backup = await copied(database);

    const later = await collegeOn(database, keys);
    for (const [kind, right] of Object.entries(rights)) {
      await right.ends(later, asAt(later));
      if (await stands(later, right)) throw new Error(`${kind} did not end`);
    }
    await later.close();
  }, 240_000);

  test('each kind that the log knows has a case', async () => {
    const college = await openTestCollege();
    const kinds = [
      ...college.app
        .get(Declarations)
        .findByName(replays, ({ kind }) => [kind])
        .keys(),
    ];
    expect(Object.keys(rights).sort()).toEqual(kinds.sort());
    await college.close();
  });

  test('the log holds kinds, random ids and days, and nothing else', async () => {
    for (const line of await logOf(keys)) {
      const said = JSON.parse(line);
      if ('settled' in said) expect(said).toEqual({ settled: expect.any(String), fate: 'kept' });
      else
        expect(said).toEqual({
          id: expect.stringMatching(/^[0-9a-f-]{14}4/),
          kind: expect.stringMatching(/^[a-z_]+$/),
          subjectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        });
    }
  });

  test('without the log everything would be back', async () => {
    const college = await collegeOn(await copied(backup), await aFolder());
    for (const [kind, right] of Object.entries(rights))
      expect([kind, await stands(college, right)]).toEqual([kind, true]);
    expect(await college.sql.query('select id from restore where found_at > $1', ['2021-01-01'])).toEqual([]);
    await college.close();
  });

  test('a process beneath which an older database is put notices while it runs, and ends the same', async () => {
    const ofRunning = await aFolder();
    const college = await collegeOn(await copied(backup), ofRunning);
    const replay = college.app.get(RestoreReplay);
    expect(await replay.isOlder()).toBe(false);
    await cp(join(keys, 'ended'), join(ofRunning, 'ended'), { recursive: true });
    expect(await replay.isOlder()).toBe(true);
    await replay.lookAgain();
    for (const [kind, right] of Object.entries(rights))
      expect([kind, await stands(college, right)]).toEqual([kind, false]);
    expect(await replay.isOlder()).toBe(false);

    // Whoever had said nothing when the backup was made may have closed the way to a new password since.
    const silent = await aPerson(college);
    const line = { id: randomUUID(), kind: 'contact_narrowed', subjectId: silent.id, day: '2026-01-01' };
    const log = college.app.get(EndedLog);
    await log.append([line]);
    await log.settle([line], 'kept');
    await replay.lookAgain();
    expect(
      await college.sql.query('select reset_by_email, channels from safe_contact where person_id = $1', [silent.id]),
    ).toEqual([{ reset_by_email: false, channels: { inApp: { allowed: true } } }]);
    await college.close();
  });

  test('before the first request all is ended again and everybody signed out; a second start does no more', async () => {
    const database = await copied(backup);
    const old = await collegeOn(await copied(backup), await aFolder());
    const bearer = await (await signedInAgain(old, admin)).bearer();
    await old.close();

    const college = await collegeOn(database, keys);
    for (const [kind, right] of Object.entries(rights))
      expect([kind, await stands(college, right)]).toEqual([kind, false]);
    const open = `
      select (select count(*)::integer from sign_in where ended_at is null) as "signIns",
        (select count(*)::integer from device_token) as devices,
        (select count(*)::integer from one_time_link where used_at is null) as links,
        (select count(*)::integer from password_card where used_at is null and ended_at is null) as cards,
        (select count(*)::integer from contact_change where state in ('waiting', 'agreed')) as changes`;
    const none = { signIns: 0, devices: 0, links: 0, cards: 0, changes: 0 };
    expect(await college.sql.query(open)).toEqual([none]);
    await college.http.get('/api/v1/me').auth(bearer, { type: 'bearer' }).expect(401);
    expect((await admin.get('/me').catch(() => ({ status: 401 }))).status).toBe(401);

    const { body } = await expecting(200, (await signedInAgain(college, admin)).get('/operations/restores'));
    expect(body.items[0]).toMatchObject({ releasedAt: null, can: ['release'] });
    expect(body.items[0].replayed).toBeGreaterThanOrEqual(Object.keys(rights).length);
    const { body: audit } = await expecting(200, (await signedInAgain(college, admin)).get('/operations/invariants'));
    expect(
      audit.invariants.filter(
        ({ violations, notChecked }: { violations: number; notChecked: null }) => violations > 0 || notChecked,
      ),
    ).toEqual([]);
    const lines = await logOf(keys);
    const events = async () => (await college.sql.query('select count(*)::integer as count from event'))[0].count;
    const before = await events();
    await college.close();

    const again = await collegeOn(database, keys);
    expect((await again.sql.query('select count(*)::integer as count from event'))[0].count).toBe(before);
    expect(await logOf(keys)).toEqual(lines);
    await again.close();
  }, 120_000);
});

describe('after a restore', () => {
  let keys: string;
  let backup: Open;
  let admin: TestPerson;
  let learner: TestPerson;

  beforeAll(async () => {
    keys = await aFolder();
    const database = await kept(await cloneDatabase());
    const college = await collegeOn(database, keys);
    admin = await aPerson(college, { roles: ['administrator'] });
    learner = await aLearner(college);
    const channels = { email: { allowed: true }, inApp: { allowed: true } };
    await saysContact(college, learner, channels);
    await expecting(201, learner.post('/me/safe-contact/confirmation'));
    await college.close();
    backup = await copied(database);
  });

  const restored = async () => {
    const database = await copied(backup);
    await writeFile(join(keys, 'restored.json'), JSON.stringify({ id: newId() }));
    return { database, college: await collegeOn(database, keys) };
  };

  test('no letter leaves until an administrator releases them, and each way waits for its owner', async () => {
    const { college } = await restored();
    const me = await signedInAgain(college, learner);
    const staff = await signedInAgain(college, admin);
    expect((await expecting(200, me.get('/me/safe-contact'))).body.confirmationDue).toBe(true);
    await college.http
      .post('/api/v1/auth/password-reset')
      .send({ email: `${learner.id}@example.org` })
      .expect(202);
    await college.deliver({ mayFail: true });
    expect(await letters(college.dataFolder)).toEqual([]);

    const { body } = await expecting(200, staff.get('/operations/restores'));
    const release = `/operations/restores/${body.items[0].id}/release`;
    expect((await (await signedInAgain(college, learner)).post(release)).status).toBe(403);
    expect((await expecting(201, staff.post(release))).body).toMatchObject({ releasedBy: admin.id, can: [] });
    expect((await staff.post(release)).body).toMatchObject({ status: 409, code: 'state_conflict' });
    expect((await staff.post(`/operations/restores/${newId()}/release`)).status).toBe(404);
    college.clock.forward({ hours: 1 });
    await college.sql.query(`update graphile_worker._private_jobs set run_at = now(), last_error = null`);
    await college.deliver();
    expect(await letters(college.dataFolder)).toHaveLength(1);

    expect((await me.post('/me/safe-contact/confirmation')).body).toMatchObject({ code: 'sign_in_again' });
    await expecting(201, (await signedInAgain(college, learner)).post('/me/safe-contact/confirmation'));
    expect((await me.get('/me/safe-contact')).body.confirmationDue).toBe(false);
    await college.close();
  });

  test('the file of the restore is used up, and the next start finds nothing', async () => {
    const { college, database } = await restored();
    await college.close();
    expect(await readdir(keys)).not.toContain('restored.json');
    const again = await collegeOn(database, keys);
    expect(await again.sql.query('select id from restore')).toHaveLength(1);
    await again.close();
  });

  test('with a database of the keys the log stands there', async () => {
    const keysDatabase = await kept(await emptyDatabase());
    const settings = { KEYS_DATABASE_URL: keysDatabase.url };
    const folder = await aFolder();
    const database = await copied(backup);
    const before = await collegeOn(database, folder, settings);
    await before.close();
    const copy = await copied(database);
    const later = await collegeOn(database, folder, settings);
    await expecting(201, (await signedInAgain(later, learner)).post('/me/registration/leaving'));
    await later.close();
    const college = await collegeOn(copy, folder, settings);
    expect(
      (await college.sql.query('select state from registration where person_id = $1', [learner.id]))[0].state,
    ).toBe('left');
    expect(await college.sql.query('select id from restore')).toHaveLength(1);
    expect(await logOf(folder)).toEqual([]);
    await college.close();
  });
});

describe('the log beside the keys', () => {
  let college: TestCollege;
  let keys: string;
  beforeAll(async () => {
    keys = await aFolder();
    college = await collegeOn(await kept(await cloneDatabase()), keys);
  });
  afterAll(() => college.close());

  test('a command that is refused leaves no line, and one that fails to commit takes its line back', async () => {
    const database = college.app.get(Database);
    const endings = college.app.get(Endings);
    const before = await logOf(keys);
    await expect(
      database.transaction((tx) => {
        endings.note(tx, 'role_ended', newId());
        return Promise.reject(new Error('Refused'));
      }),
    ).rejects.toThrow('Refused');
    expect(await logOf(keys)).toEqual(before);

    const learner = await aLearner(college);
    await expect(
      database.transaction(async (tx) => {
        endings.note(tx, 'role_ended', newId());
        // What only an erasure takes is looked at when the transaction commits.
        await tx.query('delete from safe_contact where person_id = $1', [learner.id]);
      }),
    ).rejects.toThrow();
    const added = (await logOf(keys)).slice(before.length).map((line) => JSON.parse(line));
    expect(added).toEqual([
      expect.objectContaining({ kind: 'role_ended' }),
      { settled: added[0].id, fate: 'taken_back' },
    ]);
  });

  test('where it cannot be written the command is not done, and says to try again', async () => {
    const learner = await aLearner(college);
    await rm(join(keys, 'ended'), { recursive: true, force: true });
    await writeFile(join(keys, 'ended'), 'in the way');
    const refused = await learner.post('/me/registration/leaving');
    await rm(join(keys, 'ended'));
    expect(refused.body).toMatchObject({ status: 503, code: 'unavailable' });
    const [{ state }] = await college.sql.query('select state from registration where person_id = $1', [learner.id]);
    expect(state).toBe('active');
    await expecting(201, learner.post('/me/registration/leaving'));
  });
});
