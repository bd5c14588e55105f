import { jest } from '@jest/globals';
import { runMigrations as installJobTables } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { PrintedAddresses1795000000233 } from '../../migrations/0233-printed-addresses.js';
import { migrations } from '../../migrations/list.js';
import { CertificateAddressService } from '../../src/certificates/certificate-address.service.js';
import { CertificateService } from '../../src/certificates/certificate.service.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { automatic } from '../../src/platform/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { newId } from '../../src/platform/ids.js';
import { KeyFolder } from '../../src/platform/keys/key-folder.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { emptyDatabase } from '../support/database.js';
import { brokenPromises } from '../support/invariants.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());
afterEach(() => jest.restoreAllMocks());

const content = {
  namePrinted: 'Eve',
  title: 'Kind Boundaries',
  facts: [],
  providerName: 'Recovery College',
  providerLines: [],
  signatory: null,
  signatoryTitle: null,
  issuedOn: '2026-11-22',
};

const issued = (at: TestCollege, { id: personId }: Pick<TestPerson, 'id'>): Promise<string> =>
  at.app
    .get(Database)
    .transaction((tx) =>
      at.app
        .get(CertificateService)
        .issue(tx, automatic('test'), { kind: 'transcript', personId, subjectId: newId(), content }),
    );

const addressOf = async (who: TestPerson, id: string): Promise<string> =>
  (await who.get(`/certificates/${id}`)).body.verifyUrl;
const check = async (at: TestCollege, url: string) => (await at.http.get(new URL(url).pathname)).body.status;
const pdf = async (who: TestPerson, id: string) =>
  college.http
    .get(`/api/v1/certificates/${id}`)
    .auth(await who.bearer(), { type: 'bearer' })
    .set('accept', 'application/pdf');
/** Every text and every byte that the database holds of certificates. */
const kept = async (at: TestCollege): Promise<string> =>
  JSON.stringify(
    await at.sql.query(`
      select to_jsonb(c) as c, to_jsonb(p) as p, a.token, encode(a.sealed, 'escape') as sealed
      from certificate c
      left join certificate_print p on p.certificate_id = c.id
      left join certificate_address a on a.certificate_id = c.id`),
  );

test('the address on a paper stands nowhere in the clear, and is shown and printed again (BR-235)', async () => {
  const eve = await aLearner(college);
  const id = await issued(college, eve);
  const url = await addressOf(eve, id);
  const token = url.split('/').at(-1) ?? '';
  expect(token.length).toBe(43);
  expect(await check(college, url)).toBe('valid');
  expect(await kept(college)).not.toContain(token);
  expect((await eve.get('/me/certificates')).body.items[0].verifyUrl).toBe(url);
  expect((await pdf(eve, id)).status).toBe(200);
});

test('with the key out of reach a paper is verified and shown without its address, and not printed', async () => {
  const eve = await aLearner(college);
  const id = await issued(college, eve);
  const url = await addressOf(eve, id);
  jest.spyOn(college.app.get(KeyFolder), 'secretFor').mockResolvedValue(Buffer.alloc(32, 7));
  expect((await pdf(eve, id)).body).toMatchObject({ status: 503, code: 'keys_out_of_reach' });
  expect((await eve.get(`/certificates/${id}`)).body).toMatchObject({ id, verifyUrl: null });
  expect((await eve.get('/me/certificates')).body.items).toMatchObject([{ id, verifyUrl: null }]);
  expect(await check(college, url)).toBe('valid');
  jest.restoreAllMocks();
  expect(await addressOf(eve, id)).toBe(url);
});

test('one address does not open in the place of another, and none is changed or taken away', async () => {
  const [eve, fay] = [await aLearner(college), await aLearner(college)];
  const [hers, theirs] = [await issued(college, eve), await issued(college, fay)];
  const api = college.app.get(DataSource);
  await expect(
    api.query(
      `update certificate_address set sealed = (select sealed from certificate_address where certificate_id = $2) where certificate_id = $1`,
      [hers, theirs],
    ),
  ).rejects.toThrow('stays as it is');
  await expect(api.query(`delete from certificate_address where certificate_id = $1`, [hers])).rejects.toThrow(
    'only grows',
  );
  await expect(
    api.query(`insert into certificate_address (certificate_id, token) values ($1, 'x')`, [newId()]),
  ).rejects.toThrow('permission denied');
});

test('what was printed before keeps its address and its version, and a night seals it (BR-235)', async () => {
  const database = await emptyDatabase();
  await installJobTables({ connectionString: database.url });
  const earlier = await new DataSource({
    ...migrationDataSource(database.url).options,
    migrations: migrations.slice(0, migrations.indexOf(PrintedAddresses1795000000233)),
  }).initialize();
  await earlier.runMigrations();
  const [person, erased, standing, superseded, empty] = [newId(), newId(), newId(), newId(), newId()];
  await earlier.query('set college.migrating = off');
  await earlier.query(
    `insert into person (id, chosen_name, created_at) values ($1, 'Eve', now()), ($2, 'Fay', now())`,
    [person, erased],
  );
  await earlier.query(
    `
      insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_token, issued_at)
      select c.id, 'transcript', 'T-' || c.token, c.person, gen_random_uuid(), 'x', c.token, now()
      from (values ($3::uuid, 'standing-token', $1::uuid), ($4, 'superseded-token', $1), ($5, 'empty-token', $2))
        c (id, token, person)`,
    [person, erased, standing, superseded, empty],
  );
  await earlier.query(`insert into certificate_print (certificate_id, content) values ($1, $3), ($2, $3)`, [
    standing,
    superseded,
    content,
  ]);
  await earlier.query(`update certificate set state = 'reissued', ended_at = now() where id = $1`, [superseded]);
  await earlier.query('update person set chosen_name = null, erased_at = now() where id = $1', [erased]);
  const versions = 'select id, version from certificate order by id';
  const before = await earlier.query(versions);
  await earlier.destroy();
  await migrate(new DatabaseUrls(database.url, database.url));

  const after = await openTestCollege({ database });
  try {
    expect(await after.sql.query(versions)).toEqual(before);
    const checks = async () => {
      const found = [];
      for (const name of ['standing', 'superseded', 'empty', 'another'])
        found.push(await check(after, `http://college.test/api/v1/verify/${name}-token`));
      return found;
    };
    const tokens = ['valid', 'superseded', 'valid', 404];
    expect(await checks()).toEqual(tokens);
    expect(await brokenPromises(after)).toEqual([]);
    const shown = async () =>
      (
        await after.sql.query(`
          select a.certificate_id as id, a.sealed, a.token
          from certificate_address a
          order by a.certificate_id`)
      ).map((each: { id: string; sealed: Buffer | null; token: string | null }) =>
        after.app.get(CertificateAddressService).printed(each),
      );
    const printed = await Promise.all(await shown());
    expect(printed.map((url) => url.split('/').at(-1)).sort()).toEqual(['standing-token', 'superseded-token']);
    expect(await kept(after)).toContain('standing-token"');

    await after.app.get(CertificateAddressService).sealPrinted();
    const open = await after.sql.query(`select from certificate_address where token is not null`);
    expect(open).toEqual([]);
    expect(await Promise.all(await shown())).toEqual(printed);
    expect(await checks()).toEqual(tokens);
    await after.app.get(CertificateAddressService).sealPrinted();
    expect(await Promise.all(await shown())).toEqual(printed);
    expect(await after.sql.query(versions)).toEqual(before);
    expect(await brokenPromises(after)).toEqual([]);
  } finally {
    await after.close();
  }
});
