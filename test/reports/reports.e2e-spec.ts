import { aPerson, aRun, aPublishedVersion, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aFinishedRun, aTermOf, figureIn } from './a-period.js';

let college: TestCollege;
let analyst: TestPerson;
let coordinator: TestPerson;
let administrator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2031-06-01T12:00:00Z');
  analyst = await aPerson(college, { roles: ['analyst'] });
  coordinator = await aPerson(college, { roles: ['coordinator'] });
  administrator = await aPerson(college, { roles: ['administrator'] });
});
afterAll(() => college.close());

const read = async (path: string, who = analyst) => (await who.get(`/reports/${path}`)).body;

test('attendance is counted over expected places, without cancelled sessions, later joiners and drop-ins, and says its numerator and denominator (BR-169)', async () => {
  const run = await aFinishedRun(college, { on: '2024-02-05', attended: 30, dna: 10, sentWord: 10 });
  const [late] = await someLearners(college, 1);
  await college.sql.query(
    `
      insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at, ended_at)
      values (gen_random_uuid(), $1, $2, 'not_completed', 'self', '2024-02-06', '2024-02-06', '2024-02-07')`,
    [run.id, late?.id],
  );
  await college.sql.query(
    `
      insert into drop_in (id, session_id, anonymous_count, recorded_by, recorded_at)
      values (gen_random_uuid(), $1, 7, $2, '2024-02-05')`,
    [run.sessionIds[0], administrator.id],
  );
  const called = await aRun(college, { starts: [new Date('2024-02-06T10:00:00Z')] });
  await college.sql.query(`update session set state = 'cancelled', cancelled_at = starts_at where run_id = $1`, [
    called.id,
  ]);
  const report = await read('activity?period=2024');
  expect(figureIn(report, 'attendance')).toMatchObject({
    numerator: 30,
    denominator: 50,
    value: 60,
    suppressed: false,
  });
  expect(figureIn(report, 'did_not_attend')).toMatchObject({ numerator: 10, denominator: 50, value: 20 });
  expect(figureIn(report, 'places_attended').value).toBe(30);
  expect(figureIn(report, 'places_offered').value).toBe(500);
  expect(figureIn(report, 'drop_in_visits').value).toBe(7);
  expect(figureIn(report, 'unique_learners').value).toBe(30);
  expect(figureIn(report, 'hours_of_learning').value).toBe(53);
});

test('completion counts those who came at least once; whoever never came is a number of its own (BR-170)', async () => {
  await aFinishedRun(college, { on: '2023-02-05', attended: 20, dna: 6, unmet: 8 });
  await aFinishedRun(college, { on: '2023-02-06', attended: 12, completed: false });
  const report = await read('activity?period=2023');
  expect(figureIn(report, 'enrolments').value).toBe(38);
  expect(figureIn(report, 'completion')).toMatchObject({ numerator: 20, denominator: 32, value: 63 });
  expect(figureIn(report, 'starters').value).toBe(32);
  expect(figureIn(report, 'registered_but_never_came').value).toBe(6);
  expect(figureIn(report, 'unmet_demand').value).toBe(8);
  expect(figureIn(report, 'registrations').value).toBe(46);
});

test('numbers from 1 to 4 are hidden, together with what would tell them; no percentage is made of fewer than 10 (BR-166, BR-167)', async () => {
  await aFinishedRun(college, { on: '2022-02-05', mode: 'online', attended: 20, dna: 2, sentWord: 6 });
  await aFinishedRun(college, { on: '2022-02-06', mode: 'hybrid', attended: 8 });
  const whole = await read('activity?period=2022');
  expect(figureIn(whole, 'places_booked').value).toBe(36);
  expect(figureIn(whole, 'did_not_attend')).toMatchObject({
    numerator: null,
    value: null,
    suppressed: true,
    remark: 'hidden',
  });
  const byMode = await read('activity?period=2022&by=mode');
  expect(figureIn(byMode, 'attendance', 'hybrid')).toMatchObject({
    numerator: 8,
    denominator: 8,
    value: null,
    suppressed: false,
    remark: 'too_few_for_percentage',
  });
  expect(JSON.stringify([whole, byMode])).not.toMatch(/"(numerator|denominator|value)":[1-4][,}]/);
});

test('every hidden number says that it is, and why: a frontend can write "fewer than 5, or hidden to protect" (BR-166)', async () => {
  const reports = await Promise.all(
    ['', '&by=mode', '&by=mode,eligibilityBasis'].map((by) => read(`activity?period=2022${by}`)),
  );
  const hidden = reports.flatMap(({ figures }) => figures).filter(({ remark }) => remark === 'hidden');
  expect(hidden.length).toBeGreaterThan(0);
  for (const { figures, smallestNumber, suppression } of reports) {
    expect(suppression).toContain(`fewer than ${smallestNumber}`);
    for (const { suppressed, remark, numerator, denominator, value, measure } of figures) {
      expect(suppressed).toBe(remark === 'hidden');
      expect(suppressed).toBe(numerator === null || (measure === 'percent' && denominator === null));
      if (suppressed) expect(value).toBeNull();
      if (measure === 'percent' && value !== null && denominator < 100) expect(Number.isInteger(value)).toBe(true);
    }
  }
  expect((await read('definitions')).suppression).toContain('protect');
});

test('a percentage has a decimal only from a denominator of 100 on (BR-167)', async () => {
  await aFinishedRun(college, { on: '2021-02-05', attended: 80, dna: 43 });
  expect(figureIn(await read('activity?period=2021'), 'attendance')).toMatchObject({
    numerator: 80,
    denominator: 123,
    value: 65,
  });
  expect(figureIn(await read('activity?period=2021'), 'did_not_attend').value).toBe(35);
  expect(figureIn(await read('activity?period=2021&by=eligibilityBasis'), 'attendance', 'public').value).toBe(65);
});

test('only closed terms and years, and allow-listed divisions, are reported; anything else is 400 (BR-168)', async () => {
  const term = await aTermOf(college, '2031-03-01', '2031-05-28');
  const code = async (path: string) => {
    const { status, body } = await analyst.get(`/reports/${path}`);
    return [status, body.code];
  };
  for (const form of ['activity', 'activity.csv'])
    expect((await analyst.get(`/reports/${form}?period=2031`)).body).toMatchObject({
      status: 400,
      code: 'period_not_closed',
      errors: [{ pointer: 'period', code: 'period_not_closed' }],
    });
  expect(await code(`activity?period=${term}`)).toEqual([400, 'period_not_closed']);
  expect(await code('activity?period=2032')).toEqual([400, 'period_not_closed']);
  expect(await code('activity?period=9999')).toEqual([400, 'period_not_closed']);
  expect(await code('activity?period=1950')).toEqual([400, 'period_unknown']);
  expect(await code('activity?period=0000')).toEqual([400, 'period_unknown']);
  expect(await code('activity?period=00000000-0000-4000-8000-000000000000')).toEqual([400, 'period_unknown']);
  expect((await code('activity?period=2024-Q1'))[0]).toBe(400);
  expect((await code('activity?period=2024%00'))[0]).toBe(400);
  expect((await code('activity'))[0]).toBe(400);
  expect(await code('activity?period=2024&by=strand,eligibilityBasis')).toEqual([400, 'dimension_not_allowed']);
  expect(await code('activity?period=2024&by=approval')).toEqual([400, 'dimension_not_allowed']);
  expect((await code('activity?period=2024&by=mode,mode'))[0]).toBe(400);
  expect((await code('activity?period=2024&by=postcode'))[0]).toBe(400);
  expect((await code('activity?period=2024&learner=1'))[0]).toBe(400);
  expect(await code('secrets?period=2024')).toEqual([404, 'not_found']);
  college.clock.moveTo('2031-06-06T12:00:00Z');
  expect((await code(`activity?period=${term}`))[0]).toBe(200);
  for (const [alone, named] of [
    [term, `term:${term}`],
    ['2024', 'year:2024'],
  ] as const) {
    const report = await read(`activity?period=${alone}`);
    expect(report.period).toBe(named);
    expect(await read(`activity?period=${report.period}`)).toEqual(report);
  }
});

test('co-delivery and peer delivery count who was present, and leave out what a waiver let go on (BR-28, BR-29, BR-171)', async () => {
  const version = await aPublishedVersion(college);
  for (let n = 0; n < 6; n++) await aFinishedRun(college, { on: `2020-02-0${n + 1}`, versionId: version.id });
  for (let n = 0; n < 5; n++)
    await aFinishedRun(college, {
      on: `2020-03-0${n + 1}`,
      versionId: version.id,
      peerPresent: false,
      coDelivered: false,
    });
  for (let n = 0; n < 5; n++)
    await aFinishedRun(college, {
      on: `2020-04-0${n + 1}`,
      versionId: version.id,
      peerPresent: false,
      coDelivered: false,
      waived: true,
    });
  const report = await read('co-production?period=2020');
  expect(figureIn(report, 'co_delivered')).toMatchObject({ numerator: 6, denominator: 16, value: 38 });
  expect(figureIn(report, 'peer_delivered')).toMatchObject({ numerator: 6, denominator: 11, value: 55 });
});

test('every version that was published is dual-signed, and the share says so (BR-171)', async () => {
  college.clock.moveTo('2033-03-01T12:00:00Z');
  for (let n = 0; n < 11; n++) await aPublishedVersion(college);
  college.clock.moveTo('2034-02-01T12:00:00Z');
  expect(figureIn(await read('co-production?period=2033'), 'co_production')).toMatchObject({
    numerator: 11,
    denominator: 11,
    value: 100,
  });
});

test('the first run of a closed period is kept with its hash and served again ever after, whatever is corrected later (BR-174)', async () => {
  const run = await aFinishedRun(college, { on: '2019-02-05', attended: 20, dna: 9 });
  const first = await read('activity?period=2019');
  await college.sql.query(
    `
      insert into attendance_mark (
        id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, reason, occurred_at,
        recorded_at
      )
      select gen_random_uuid(), m.attendance_id, m.enrolment_id, m.session_id, 2, 'present', 105, 'correction',
        'Was there after all', m.occurred_at, now()
      from attendance_mark m
      where m.session_id = $1 and m.state = 'dna'`,
    [run.sessionIds[0]],
  );
  college.clock.forward({ days: 30 });
  const again = await read('activity?period=2019', administrator);
  expect(again).toEqual(first);
  expect(first).toMatchObject({
    definitionVersion: 2,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    from: '2019-01-01',
    to: '2019-12-31',
  });
  await expect(college.sql.query(`update report set document = '{}'`)).rejects.toThrow();
  await expect(college.sql.query('delete from report')).rejects.toThrow();
  await expect(college.sql.query('truncate report')).rejects.toThrow();
  await expect(college.sql.query('delete from report_part')).rejects.toThrow();
});

test('a correction after a term was reported cannot be read off the year: the year is made of what its terms said (BR-168, BR-174)', async () => {
  const term = await aTermOf(college, '2018-01-08', '2018-03-31');
  const run = await aFinishedRun(college, { on: '2018-02-05', attended: 20, dna: 9 });
  await aFinishedRun(college, { on: '2018-05-05', attended: 30, dna: 10 });
  expect(figureIn(await read(`activity?period=${term}`), 'places_attended').value).toBe(20);
  await college.sql.query(
    `
      insert into attendance_mark (
        id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, reason, occurred_at,
        recorded_at
      )
      select gen_random_uuid(), m.attendance_id, m.enrolment_id, m.session_id, 2, 'present', 105, 'correction',
        'Was there after all', m.occurred_at, now()
      from attendance_mark m
      where m.session_id = $1 and m.state = 'dna'
      limit 1`,
    [run.sessionIds[0]],
  );
  expect(figureIn(await read('activity?period=2018'), 'places_attended').value).toBe(50);
});

test('nor can it be read off the number of people: each is counted from what was known when the days were first reported (BR-168)', async () => {
  const term = await aTermOf(college, '2013-01-08', '2013-03-31');
  const again = await aTermOf(college, '2013-01-08', '2013-03-31', 'The same days');
  const run = await aFinishedRun(college, { on: '2013-02-05', attended: 20, dna: 9 });
  expect(figureIn(await read(`activity?period=${term}`), 'unique_learners').value).toBe(20);
  college.clock.forward({ days: 1 });
  await college.sql.query(
    `
      insert into attendance_mark (
        id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, reason, occurred_at,
        recorded_at
      )
      select gen_random_uuid(), m.attendance_id, m.enrolment_id, m.session_id, 2, 'present', 105, 'correction',
        'Was there after all', m.occurred_at, $2
      from attendance_mark m
      where m.session_id = $1 and m.state = 'dna'
      limit 1`,
    [run.sessionIds[0], college.clock.now()],
  );
  for (const period of [again, '2013'])
    expect(figureIn(await read(`activity?period=${period}`), 'unique_learners').value).toBe(20);
});

test('eight first runs at once make one report, and all are told the same (BR-174)', async () => {
  await aFinishedRun(college, { on: '2017-02-05', attended: 20, dna: 9 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => read('activity?period=2017')));
  expect(new Set(answers.map(({ hash }) => hash)).size).toBe(1);
  expect(
    await college.sql.query(`select count(*)::int from report where kind = 'activity' and period = 'year:2017'`),
  ).toEqual([{ count: 1 }]);
});

test('somebody who subtracts reports from each other, in any order and division, finds no number from 1 to 4 (BR-166, BR-168)', async () => {
  const spring = await aTermOf(college, '2016-01-01', '2016-04-30', 'Spring');
  const summer = await aTermOf(college, '2016-05-01', '2016-08-31', 'Summer');
  const autumn = await aTermOf(college, '2016-09-01', '2016-12-31', 'Autumn');
  const held: [string, 'online' | 'hybrid', 'public' | 'staff', number, number][] = [
    ['2016-02-01', 'online', 'public', 12, 7],
    ['2016-02-02', 'online', 'staff', 6, 2],
    ['2016-02-03', 'hybrid', 'public', 15, 5],
    ['2016-06-01', 'online', 'public', 9, 1],
    ['2016-06-02', 'hybrid', 'staff', 11, 8],
    ['2016-10-01', 'online', 'staff', 3, 0],
    ['2016-10-02', 'hybrid', 'public', 30, 6],
  ];
  for (const [on, mode, basis, attended, dna] of held) await aFinishedRun(college, { on, mode, basis, attended, dna });
  const published = new Map<string, number>();
  for (const [name, period] of [
    ['spring', spring],
    ['summer', summer],
    ['year', '2016'],
    ['autumn', autumn],
  ] as const) {
    for (const by of ['', '&by=mode', '&by=eligibilityBasis', '&by=mode,eligibilityBasis']) {
      const { figures } = await read(`activity?period=${period}${by}`);
      for (const figure of figures) {
        const group = figure.group.map(({ value }: { value: string }) => value).join();
        if (['places_booked', 'attendance', 'did_not_attend'].includes(figure.key)) {
          if (figure.numerator !== null) published.set(`${name} ${figure.key} ${by} ${group}`, figure.numerator);
        }
      }
    }
  }
  const read1 = (name: string, key: string, by: string, group: string) =>
    published.get(`${name} ${key} ${by} ${group}`);
  const leaks: string[] = [];
  const look = (what: string, whole: number | undefined, parts: (number | undefined)[]) => {
    if (whole === undefined || parts.some((part) => part === undefined)) return;
    const rest = whole - parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    if (rest > 0 && rest < 5) leaks.push(`${what}: ${rest}`);
  };
  const groups = [...new Set([...published.keys()].map((key) => key.split(' ').slice(2).join(' ')))];
  for (const each of groups) {
    const [by = '', group = ''] = each.split(' ');
    for (const name of ['spring', 'summer', 'autumn', 'year']) {
      const [booked, came, not] = ['places_booked', 'attendance', 'did_not_attend'].map((key) =>
        read1(name, key, by, group),
      );
      look(`${name} ${each} sent word`, booked, [came, not]);
      look(`${name} ${each} not attended`, booked, [came]);
      look(`${name} ${each} dna`, not, []);
    }
    for (const key of ['places_booked', 'attendance', 'did_not_attend']) {
      const terms = ['spring', 'summer', 'autumn'];
      for (const left of terms)
        look(
          `${key} ${each} ${left} from the year`,
          read1('year', key, by, group),
          terms.filter((name) => name !== left).map((name) => read1(name, key, by, group)),
        );
      for (const one of terms)
        look(`${key} ${each} year without ${one}`, read1('year', key, by, group), [read1(one, key, by, group)]);
    }
  }
  for (const name of ['spring', 'summer', 'autumn', 'year']) {
    for (const key of ['places_booked', 'attendance', 'did_not_attend']) {
      for (const [by, groupsOfIt] of [
        ['&by=mode', ['online', 'hybrid']],
        ['&by=eligibilityBasis', ['public', 'staff']],
      ] as const) {
        for (const left of groupsOfIt)
          look(
            `${name} ${key} ${left} from the total`,
            read1(name, key, '', ''),
            groupsOfIt.filter((each) => each !== left).map((each) => read1(name, key, by, each)),
          );
      }
      for (const mode of ['online', 'hybrid'])
        for (const basis of ['public', 'staff']) {
          const other = basis === 'public' ? 'staff' : 'public';
          look(`${name} ${key} ${mode} ${basis}`, read1(name, key, '&by=mode', mode), [
            read1(name, key, '&by=mode,eligibilityBasis', `${mode},${other}`),
          ]);
        }
    }
  }
  expect(leaks).toEqual([]);
  expect(read1('year', 'places_booked', '', '')).toBe(115);
  expect(read1('spring', 'attendance', '', '')).toBe(33);
});

test('a report is the same as a table, by Accept or as a .csv, and no cell of it is a formula (I-57)', async () => {
  await aFinishedRun(college, { on: '2015-02-05', attended: 20, dna: 9, strand: '=HYPERLINK("x")' });
  const { body, headers } = await analyst.get('/reports/activity?period=2015&by=strand');
  expect(headers['cache-control']).toBe('no-store');
  const asked = await analyst.get('/reports/activity?period=2015&by=strand', { Accept: 'text/csv' });
  const named = await analyst.get('/reports/activity.csv?period=2015&by=strand');
  expect(asked.headers['content-type']).toMatch(/^text\/csv/);
  expect(named.text ?? named.body.toString()).toBe(asked.text ?? asked.body.toString());
  const lines = asked.text.trim().split('\r\n');
  expect(lines).toHaveLength(1 + body.figures.length);
  expect(lines.filter((line) => /(^|,)"?[=+\-@\t]/.test(line))).toEqual([]);
  expect(asked.text).toContain(body.hash);
});

test('definitions are served with every figure and by themselves', async () => {
  const definitions = await read('definitions');
  expect(definitions.items.map(({ key }: { key: string }) => key)).toContain('registered_but_never_came');
  for (const figure of (await read('activity?period=2024')).figures)
    expect(figure.definition.length).toBeGreaterThan(20);
});

test('nobody but coordinators, administrators and analysts reads reports; an analyst reads nothing else', async () => {
  const learner = await aPerson(college);
  const facilitator = await aPerson(college, { roles: ['facilitator'] });
  for (const path of ['activity?period=2024', 'activity.csv?period=2024', 'definitions']) {
    for (const who of [learner, facilitator]) expect((await who.get(`/reports/${path}`)).status).toBe(403);
    for (const who of [analyst, coordinator, administrator])
      expect((await who.get(`/reports/${path}`)).status).toBe(200);
    expect((await college.http.get(`/api/v1/reports/${path}`)).status).toBe(401);
  }
  for (const path of ['/reports/today', '/people', '/ce-ledger', '/operations/invariants'])
    expect([path, (await analyst.get(path)).status]).toEqual([path, 403]);
});

test('no person, no name and no id of a person is in a report (BR-173, BR-174)', async () => {
  const { people } = await aFinishedRun(college, { on: '2014-02-05', attended: 6 });
  const text = JSON.stringify(
    await Promise.all(['activity', 'co-production', 'ceu', 'certification'].map((kind) => read(`${kind}?period=2014`))),
  );
  for (const { id, chosenName } of people)
    expect([text.includes(id), text.includes(chosenName)]).toEqual([false, false]);
});
