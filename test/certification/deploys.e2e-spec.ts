import { CertificationNoticeService } from '../../src/certification/certifications/certification-notice.service.js';
import { migrationDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';
import { aCertificate, aHouse, expecting } from './a-certificate.js';

let college: TestCollege;
let url: string;
beforeAll(async () => {
  const database = await cloneDatabase();
  url = database.url;
  college = await openTestCollege({ database });
  college.clock.moveTo('2027-01-11T12:00:00Z');
});
afterAll(() => college.close());

const tables = [
  'event',
  'message',
  'certificate',
  'certification',
  'certification_period',
  'certification_notice',
  'staff_task',
];
const counts = async () =>
  (
    await college.sql.query(
      `
        select ${tables.map((name) => `(select count(*)::integer from ${name}) as ${name}`).join(', ')},
          (select count(*)::integer from graphile_worker._private_jobs) as jobs`,
    )
  )[0];

test('a fresh installation has issued nothing and told nobody anything (I-39)', async () => {
  expect(await counts()).toEqual({ ...Object.fromEntries(tables.map((name) => [name, 0])), jobs: 0 });
});

test('a deploy issues nothing and tells nobody anything, also where certificates stand and reminders were sent (I-39)', async () => {
  const house = await aHouse(college);
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  await expecting(200, ada.put('/me/safe-contact', { channels: { inApp: { allowed: true } } }));
  await aCertificate(house, ada);
  college.clock.moveTo('2028-12-20T12:00:00Z');
  await ada.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  await college.app.get(CertificationNoticeService).announceDueEnds();
  for (let round = 0; round < 3; round++) await college.deliver();
  const before = await counts();
  expect(before).toMatchObject({ message: expect.any(Number), certificate: 1, certification_notice: 1 });
  await migrate(new DatabaseUrls(url, url));
  await college.app.get(CertificationNoticeService).announceDueEnds();
  for (let round = 0; round < 3; round++) await college.deliver();
  expect(await counts()).toEqual(before);
});

test('a migration that would issue a certificate, plan a message or note a reminder is refused by the database itself (I-39)', async () => {
  const migrating = await migrationDataSource(url).initialize();
  try {
    const copies = [
      `
        insert into certificate (id, kind, number, person_id, subject_id, content_hash, verify_hash, issued_at)
        select gen_random_uuid(), kind, number || 'X', person_id, gen_random_uuid(), content_hash,
          sha256(verify_hash), now()
        from certificate`,
      `
        insert into message (id, person_id, kind, subject_id, occasion, requested, planned_at, not_after)
        select gen_random_uuid(), person_id, kind, subject_id, 'a deploy', requested, now(), now() + interval '1 day'
        from message`,
      `
        insert into certification_notice (period_id, occasion, raised_at)
        select period_id, 'a_deploy', now()
        from certification_notice`,
    ];
    for (const copy of copies) await expect(migrating.query(copy)).rejects.toThrow(/neither issues nor tells/);
  } finally {
    await migrating.destroy();
  }
});
