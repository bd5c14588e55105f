import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CertificationNoticeService } from '../../src/certification/certifications/certification-notice.service.js';
import { aPerson, signedInAgain, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { aCertificate, aHouse, expecting, type House } from './a-certificate.js';

let college: TestCollege;
let house: House;
const at = (moment: string): void => college.clock.moveTo(moment.includes('T') ? moment : `${moment}T12:00:00Z`);
beforeAll(async () => {
  college = await openTestCollege();
  at('2027-01-11');
  house = await aHouse(college);
});
beforeEach(() => at('2027-01-11'));
afterAll(() => college.close());

/** The daily job, what it sets off, and the letters that follow. */
async function dailyJob(): Promise<void> {
  await college.app.get(CertificationNoticeService).announceDueEnds();
  for (let round = 0; round < 3; round++) await college.deliver();
}

const holder = async (channels: object): Promise<TestPerson> => {
  const ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
  await expecting(200, ada.put('/me/safe-contact', { channels }));
  return ada;
};
/** A certificate; the news of it has been told, and the outbox is empty again. */
async function certified(ada: TestPerson): Promise<string> {
  const id = await aCertificate(house, ada);
  for (let round = 0; round < 3; round++) await college.deliver();
  await rm(join(college.dataFolder, 'outbox'), { recursive: true, force: true });
  return id;
}
const lettersTo = async ({ id }: TestPerson) =>
  (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${id}@example.org`));
const inbox = async (person: TestPerson): Promise<{ kind: string; subjectId: string }[]> =>
  (await person.get('/me/messages')).body.items.filter(({ kind }: { kind: string }) => kind === 'certification_ending');
const messages = (id: string) =>
  college.sql.query(
    'select occasion, state, channel, suppressed_because from message where subject_id = $1 order by planned_at',
    [id],
  );
const verifiedPeriod = async (ada: TestPerson, number: string): Promise<string> => {
  const scheme = await expecting(
    201,
    house.casey.post('/certification-schemes', {
      name: `National ${number}`,
      issuer: 'external',
      issuerName: 'A national body',
      track: 'mh_peer',
    }),
  );
  const { body } = await expecting(
    201,
    ada.post('/certifications', {
      schemeId: scheme.body.id,
      number,
      grade: 'full',
      validFrom: '2026-01-01',
      validThrough: '2029-01-10',
    }),
  );
  await expecting(201, house.casey.post(`/certifications/${body.id}/verification`, { how: 'number' }));
  return body.id;
};

test('the holder hears 120, 60, 30 and 7 days before the end, once each however often the job runs, and the letter names neither certificate nor college (BR-96)', async () => {
  const ada = await holder({ email: { allowed: true } });
  const id = await certified(ada);
  const heard: string[] = [];
  for (const day of [
    '2028-09-11',
    '2028-09-12',
    '2028-09-13',
    '2028-11-10',
    '2028-11-11',
    '2028-12-11',
    '2029-01-02',
    '2029-01-03',
    '2029-01-10',
    '2029-01-11',
  ]) {
    at(day);
    await (await signedInAgain(college, ada)).put('/me/safe-contact', { channels: { email: { allowed: true } } });
    await dailyJob();
    await dailyJob();
    heard.push(`${day}: ${(await lettersTo(ada)).length}`);
  }
  expect(heard).toEqual([
    '2028-09-11: 0',
    '2028-09-12: 1',
    '2028-09-13: 1',
    '2028-11-10: 1',
    '2028-11-11: 2',
    '2028-12-11: 3',
    '2029-01-02: 3',
    '2029-01-03: 4',
    '2029-01-10: 4',
    '2029-01-11: 4',
  ]);
  expect(
    (await messages(id)).map(({ occasion, state }: { occasion: string; state: string }) => `${occasion} ${state}`),
  ).toEqual([120, 60, 30, 7].map((days) => `days_${days} 2029-01-10 sent`));
  for (const letter of await lettersTo(ada)) expect(letter).not.toMatch(/certif|college|recovery|peer|2029-/i);
});

test('a reminder takes safe channels alone: the inbox where that is what was chosen, and a person of the college where nothing is safe (BR-96, BR-143)', async () => {
  const [inside, nowhere] = [
    await holder({ inApp: { allowed: true } }),
    await holder({ phone: { allowed: true, value: '+1 555 0100' } }),
  ];
  const [first, second] = [await certified(inside), await certified(nowhere)];
  at('2028-09-12');
  await (await signedInAgain(college, inside)).put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  await dailyJob();
  expect(await inbox(inside)).toMatchObject([{ kind: 'certification_ending', subjectId: first }]);
  expect(await messages(second)).toMatchObject([
    { state: 'suppressed', suppressed_because: 'no_safe_channel', channel: null },
  ]);
  expect(
    (await house.casey.get(`/staff-tasks?personId=${nowhere.id}`)).body.items.filter(
      ({ about }: { about: string }) => about !== 'certification_news',
    ),
  ).toMatchObject([{ kind: 'message_not_sent', about: 'certification_ending', subjectId: second }]);
  expect([...(await lettersTo(inside)), ...(await lettersTo(nowhere))]).toEqual([]);
});

test('a reminder that waits for safe hours is not sent once the renewal was handed in (I-25)', async () => {
  const office = { email: { allowed: true, safeHours: [{ from: '09:00', to: '17:00' }] } };
  const ada = await holder(office);
  const id = await certified(ada);
  at('2028-11-11T20:00:00Z');
  await (await signedInAgain(college, ada)).put('/me/safe-contact', { channels: office });
  await dailyJob();
  expect(await messages(id)).toMatchObject([{ occasion: 'days_60 2029-01-10', state: 'planned' }]);
  await expecting(201, ada.post(`/certifications/${id}/renewal`, { codeOfEthicsVersion: '1' }));
  at('2028-11-12T10:00:00Z');
  await college.deliver();
  expect(await messages(id)).toMatchObject([{ state: 'withdrawn' }]);
  expect(await lettersTo(ada)).toEqual([]);
});

test('a renewal that nobody has verified yet hides neither the reminder nor the end of what counts (BR-96, BR-104)', async () => {
  const ada = await holder({ inApp: { allowed: true } });
  const id = await verifiedPeriod(ada, 'N-7');
  await expecting(
    201,
    ada.post(`/certifications/${id}/periods`, { grade: 'full', validFrom: '2029-01-11', validThrough: '2031-01-10' }),
  );
  at('2029-01-03');
  await dailyJob();
  at('2029-01-11');
  await dailyJob();
  const events = await college.sql.query(
    `
      select type
      from event
      where subject_id = $1 and type in ('certification.ending', 'certification.expired')
      order by at`,
    [id],
  );
  expect(events).toEqual([{ type: 'certification.ending' }, { type: 'certification.expired' }]);
});
