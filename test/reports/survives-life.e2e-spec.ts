import fc from 'fast-check';
import { expecting } from '../courses/co-production.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aFinishedRun, aTermOf, figureIn, type FinishedRun, type ReadFigure } from './a-period.js';

let college: TestCollege;
let analyst: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2031-06-01T12:00:00Z');
  analyst = await aPerson(college, { roles: ['analyst'] });
});
afterAll(() => college.close());

interface Read {
  figures: (ReadFigure & { reason: string | null })[];
  leftOut: string[];
  reasons: { reason: string; why: string; next: string }[];
}

const read = async (period: string, by = ''): Promise<Read> =>
  (await expecting(200, analyst.get(`/reports/activity?period=${period}${by && `&by=${by}`}`))).body;

const divisions = ['', 'mode', 'strand', 'eligibilityBasis', 'mode,eligibilityBasis', 'mode,strand'];

/** Everything that a report tells, without what says which report it is. */
async function told(period: string): Promise<Read[]> {
  const answers: Read[] = [];
  for (const by of divisions) {
    const { figures, leftOut, reasons } = await read(period, by);
    answers.push({ figures, leftOut, reasons });
  }
  return answers;
}

const learnersByBasis = async (period: string) =>
  Object.fromEntries(
    (await read(period, 'eligibilityBasis')).figures
      .filter(({ key }) => key === 'unique_learners')
      .map(({ group, value }) => [group[0]?.value, value]),
  );

const held = (year: number, day: string, run: Omit<FinishedRun, 'on'>) =>
  aFinishedRun(college, { on: `${year}-${day}`, ...run });

/** A year with a spring term and runs in autumn, alike in every year; `back` learn in spring and again in autumn. */
async function aYear(year: number) {
  const term = await aTermOf(college, `${year}-01-10`, `${year}-03-31`, `Spring ${year}`);
  const first = await held(year, '02-05', { mode: 'online', attended: 60, dna: 12, sentWord: 8 });
  const staff = await held(year, '02-12', { mode: 'hybrid', basis: 'staff', attended: 30, dna: 15, unmet: 6 });
  const lived = await held(year, '03-05', { mode: 'hybrid', basis: 'lived_experience', attended: 50, dna: 30 });
  const back = [...first.people.slice(0, 12), ...staff.people.slice(0, 9), ...lived.people.slice(0, 14)];
  await held(year, '09-10', { mode: 'online', attended: 45, dna: 12, known: back });
  await held(year, '10-10', { mode: 'hybrid', attended: 25, dna: 8, sentWord: 7, basis: 'lived_experience' });
  return { year: String(year), term, first, staff, lived, back };
}

const erase = async (...people: TestPerson[]) => {
  for (const person of people) await expecting(200, person.post('/me/erasure'));
};

const rename = async (person: TestPerson, eligibilityBasis: string) =>
  expecting(200, person.put('/me/registration', { eligibilityBasis }));

test('who says something else of themselves between two reports is read off neither: the year has the basis of its term (BR-168, BR-195)', async () => {
  const term = await aTermOf(college, '2013-01-10', '2013-03-31');
  const { people } = await held(2013, '02-05', { attended: 20 });
  await held(2013, '02-06', { attended: 10, basis: 'staff' });
  expect(await learnersByBasis(term)).toEqual({ public: 20, staff: 10 });
  await rename(people[0] as TestPerson, 'staff');
  expect(await learnersByBasis('2013')).toEqual({ public: 20, staff: 10 });
});

test('nor when others learn later in the year; what they say then counts from the next year on (BR-195)', async () => {
  college.clock.moveTo('2010-05-01T12:00:00Z');
  const term = await aTermOf(college, '2010-01-10', '2010-03-31');
  const { people } = await held(2010, '02-05', { attended: 20 });
  await held(2010, '02-06', { attended: 10, basis: 'staff' });
  expect(await learnersByBasis(term)).toEqual({ public: 20, staff: 10 });
  for (const basis of ['staff', 'volunteer', 'staff'])
    for (const person of people.slice(0, 6)) await rename(person, basis);
  await held(2010, '10-05', { attended: 15 });
  await held(2010, '10-06', { attended: 6, known: people.slice(0, 6) });
  await held(2011, '10-07', { attended: 30, basis: 'volunteer', known: people });
  college.clock.moveTo('2031-06-01T12:00:00Z');
  expect(await learnersByBasis('2010')).toEqual({ public: 35, staff: 10 });
  expect(figureIn(await read('2010', 'eligibilityBasis'), 'places_attended', 'public').value).toBe(41);
  expect(await learnersByBasis('2011')).toEqual({ public: 14, staff: 6, volunteer: 10 });
  expect(figureIn(await read('2011', 'eligibilityBasis'), 'places_attended', 'staff').value).toBe(6);
});

test('an erasure between term and year changes nothing that was told or is told then (BR-168, 174, 195)', async () => {
  const [twin, world] = [await aYear(2001), await aYear(2002)];
  const term = await told(world.term);
  expect(term).toEqual(await told(twin.term));
  await erase(world.first.people[30] as TestPerson);
  expect(await told(world.term)).toEqual(term);
  expect(await told(world.year)).toEqual(await told(twin.year));
  const { figures, leftOut } = await read(world.year);
  expect([figures.filter(({ suppressed }) => suppressed), leftOut]).toEqual([[], []]);
});

test('nor does one before anything was told, nor several, of people who came again, of all bases (BR-195)', async () => {
  const [twin, world] = [await aYear(2003), await aYear(2004)];
  const [learner] = world.lived.people;
  await rename(learner as TestPerson, 'supporter');
  await erase(learner as TestPerson, world.first.people[20] as TestPerson, world.first.people[21] as TestPerson);
  const term = await told(world.term);
  expect(term).toEqual(await told(twin.term));
  await erase(...world.back.slice(9, 14), world.staff.people[20] as TestPerson, world.staff.people[33] as TestPerson);
  expect(await told(world.term)).toEqual(term);
  expect(await told(world.year)).toEqual(await told(twin.year));
  expect(await told(world.term)).toEqual(term);
});

test('nor one of somebody who learned in two years that a term ties together, nor a correction before it (BR-168, BR-195)', async () => {
  const years = async (first: number) => {
    const winter = await aTermOf(college, `${first}-11-01`, `${first + 1}-02-20`, 'Winter');
    const one = await held(first, '11-20', { attended: 40, dna: 20 });
    const back = one.people.slice(0, 15);
    await held(first + 1, '02-01', { attended: 30, dna: 10, known: back });
    await held(first + 1, '06-01', { attended: 20, basis: 'volunteer' });
    return { winter, one, years: [String(first), String(first + 1)] };
  };
  const [twin, world] = [await years(1991), await years(1994)];
  const told1 = [await told(world.years[1] as string), await told(twin.years[1] as string)];
  expect(told1[0]).toEqual(told1[1]);
  const corrected = async ({ one }: typeof twin) =>
    college.sql.query(
      `
        insert into attendance_mark (
          id, attendance_id, enrolment_id, session_id, sequence, state, minutes_present, source, reason, occurred_at,
          recorded_at
        )
        select gen_random_uuid(), m.attendance_id, m.enrolment_id, m.session_id, 2, 'dna', 0, 'correction',
          'Was not there', m.occurred_at, $2
        from attendance_mark m
        join enrolment e on e.id = m.enrolment_id
        where e.person_id = $1 and m.session_id = $3`,
      [one.people[3]?.id, college.clock.now(), one.sessionIds[0]],
    );
  for (const each of [twin, world]) await corrected(each);
  await erase(world.one.people[3] as TestPerson, world.one.people[4] as TestPerson);
  for (const period of ['winter', 'first'] as const) {
    const of = (each: typeof twin) => told(period === 'winter' ? each.winter : (each.years[0] as string));
    expect(await of(world)).toEqual(await of(twin));
  }
});

test('what stays leads to nobody, goes once its days are counted, and the plan says so (BR-161, 195)', async () => {
  const { people } = await held(1985, '02-05', { attended: 20, mode: 'online' });
  const [eve] = people as [TestPerson];
  const kept = () =>
    college.sql.query(
      `select unit, days::text, bases, mode, strand, outcome, count, minutes from leaver_count where days[1] < '1986-01-01' and days[1] > '1985-01-01' order by unit`,
    );
  const before = (await eve.get('/me/erasure')).body;
  const counts = before.anonymised.find(({ what }: { what: string }) => what.includes('as numbers'));
  expect(counts.because).toContain('lead to nobody');
  await erase(eve);
  const marks = { days: '{1985-07-02}', bases: ['public'], count: 1 };
  expect(await kept()).toEqual([
    { ...marks, unit: 'enrolments', mode: 'online', strand: expect.any(String), outcome: 'completed', minutes: 0 },
    { ...marks, unit: 'learners', mode: '-', strand: '-', outcome: 'learned', minutes: 0 },
    { ...marks, unit: 'places', mode: 'online', strand: expect.any(String), outcome: 'attended', minutes: 105 },
    { ...marks, unit: 'registrations', mode: '-', strand: '-', outcome: 'registered', minutes: 0 },
  ]);
  expect(figureIn(await read('1985'), 'unique_learners').value).toBe(20);
  expect((await kept()).map(({ unit }: { unit: string }) => unit)).toEqual(['learners']);
  const columns = await college.sql.query(
    `select column_name from information_schema.columns where table_name = 'leaver_count' and udt_name in ('uuid', 'timestamptz', 'jsonb')`,
  );
  expect(columns).toEqual([]);
});

test('who was erased before numbers were kept stays counted, without what they had said (BR-195)', async () => {
  const { people } = await held(1961, '02-05', { attended: 30 });
  const gone = people.slice(0, 8).map(({ id }) => id);
  await college.sql.transaction(async (tx) => {
    await tx.query('delete from registration where person_id = any ($1)', [gone]);
    await tx.query(
      `
        update person
        set chosen_name = null, email = null, email_canonical = null, email_confirmed_at = null, date_of_birth = null,
          erased_at = $2
        where id = any ($1)`,
      [gone, college.clock.now()],
    );
    // As the migration does.
    await tx.query('select keep_leaver_counts(id) from person where id = any ($1)', [gone]);
  });
  expect(await learnersByBasis('1961')).toEqual({ public: 22, not_given: 8 });
  expect(figureIn(await read('1961'), 'enrolments').value).toBe(30);
});

test('what hides says why and what to do, never whether a number is small (BR-195)', async () => {
  const term = await aTermOf(college, '1971-01-10', '1971-03-31');
  await held(1971, '02-05', { attended: 30, dna: 12 });
  await held(1971, '02-06', { attended: 3, dna: 2, mode: 'hybrid', basis: 'staff' });
  await held(1971, '02-07', { attended: 20, dna: 7, mode: 'hybrid', basis: 'volunteer' });
  await held(1971, '10-07', { attended: 20, dna: 12 });
  await held(1971, '10-08', { attended: 20, dna: 12, mode: 'hybrid', basis: 'volunteer' });
  const reasonsOf = async (period: string, key: string) => {
    const { figures, reasons } = await read(period, 'eligibilityBasis');
    const given = figures.filter(({ reason }) => reason !== null).map(({ reason }) => reason);
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(given));
    for (const { why, next } of reasons) expect([why.length > 40, next.length > 40]).toEqual([true, true]);
    for (const { reason, suppressed } of figures) expect(reason !== null).toBe(suppressed);
    return Object.fromEntries(
      figures.filter((each) => each.key === key).map(({ group, reason }) => [group[0]?.value, reason]),
    );
  };
  // Three came as staff; as many hide beside them as it takes, for one and the same reason.
  expect(await reasonsOf(term, 'unique_learners')).toEqual({
    public: null,
    staff: 'small_or_would_tell',
    volunteer: 'small_or_would_tell',
  });
  expect(await reasonsOf(term, 'places_attended')).toEqual({
    public: null,
    staff: 'with_its_people',
    volunteer: 'with_its_people',
  });
  expect(await reasonsOf('1971', 'unique_learners')).toEqual({
    public: null,
    staff: 'with_an_earlier_report',
    volunteer: 'with_an_earlier_report',
  });
  const { text } = await analyst.get(`/reports/activity.csv?period=${term}&by=eligibilityBasis`);
  const [headings = '', ...lines] = text.trim().split('\r\n');
  expect(headings).toContain('remark,reason,why,next');
  expect(lines.filter((line: string) => line.includes('with_its_people')).length).toBeGreaterThan(4);
  const [{ document }] = await college.sql.query(`select document from report where period = $1`, [`term:${term}`]);
  expect(document).toContain('"reason":"with_its_people"');
});

test('who takes back that what they say of themselves is counted counts without it then (BR-195)', async () => {
  const term = await aTermOf(college, '1981-01-10', '1981-03-31');
  const { people } = await held(1981, '02-05', { attended: 30 });
  expect(await learnersByBasis(term)).toEqual({ public: 30 });
  for (const person of people.slice(0, 8))
    await expecting(200, person.put('/me/consents/demographic_reporting', { given: false }));
  await held(1981, '10-05', { attended: 20, known: people.slice(0, 14) });
  const autumn = await aTermOf(college, '1981-09-01', '1981-12-20');
  expect(await learnersByBasis('1981')).toEqual({ public: 36 });
  expect(await learnersByBasis(autumn)).toEqual({ public: 12, not_given: 8 });
  expect(figureIn(await read(autumn, 'eligibilityBasis'), 'places_attended', 'not_given').value).toBe(8);
});

test('an erasure beside a report that is being made counts the person once (BR-195)', async () => {
  const { people } = await held(1983, '02-05', { attended: 40 });
  const [, ...erased] = await Promise.all([
    read('1983'),
    ...people.slice(0, 4).map((person) => person.post('/me/erasure')),
  ]);
  for (const person of people.slice(0, 4).filter((_, index) => erased[index]?.status !== 200)) await erase(person);
  const report = await read('1983');
  for (const key of ['unique_learners', 'enrolments', 'places_attended', 'registrations'])
    expect([key, figureIn(report, key).value]).toEqual([key, 40]);
  expect(
    await college.sql.query(
      `select unit from leaver_count where days[1] between '1983-01-01' and '1983-12-31' and unit <> 'learners'`,
    ),
  ).toEqual([]);
});

const bases = ['public', 'staff', 'lived_experience'] as const;
const modes = ['online', 'hybrid'] as const;
const aRunOfMany = fc.record({
  day: fc.constantFrom('02-05', '03-05', '09-05', '10-05'),
  mode: fc.constantFrom(...modes),
  basis: fc.constantFrom(...bases),
  attended: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 25 })),
  dna: fc.integer({ min: 0, max: 8 }),
  back: fc.integer({ min: 0, max: 6 }),
});
const aWorld = fc.record({
  runs: fc.array(aRunOfMany, { minLength: 3, maxLength: 5 }),
  order: fc.constantFrom(['term', 'year'] as const, ['year', 'term'] as const),
  life: fc.array(
    fc.record({
      when: fc.constantFrom('before', 'between', 'after'),
      what: fc.constantFrom('erase', 'rename'),
      who: fc.nat(1000),
      basis: fc.constantFrom(...bases),
    }),
    { minLength: 2, maxLength: 6 },
  ),
});

test('in any world, with any life between its reports, all is told as without, stays, and no difference of two tells of 1 to 4 (BR-166, 168, 195)', async () => {
  let year = 1800;
  await fc.assert(
    fc.asyncProperty(aWorld, async ({ runs, order, life }) => {
      const live = async (lives: typeof life) => {
        year++;
        const periods = { year: String(year), term: await aTermOf(college, `${year}-01-10`, `${year}-03-31`) };
        const people: TestPerson[] = [];
        for (const { day, back, ...run } of runs) {
          const known = people.slice(0, Math.min(back, run.attended));
          people.push(...(await held(year, day, { ...run, known })).people.slice(known.length));
        }
        const gone = new Set<TestPerson>();
        const happens = async (moment: string) => {
          for (const { what, who, basis } of lives.filter(({ when }) => when === moment)) {
            const person = people[who % people.length] as TestPerson;
            if (gone.has(person)) continue;
            if (what === 'rename') await rename(person, basis);
            else await erase(person);
            if (what === 'erase') gone.add(person);
          }
        };
        await happens('before');
        const first = await told(periods[order[0]]);
        await happens('between');
        const second = await told(periods[order[1]]);
        await happens('after');
        expect([await told(periods[order[0]]), await told(periods[order[1]])]).toEqual([first, second]);
        return { [order[0]]: first, [order[1]]: second } as Record<'term' | 'year', Read[]>;
      };
      const [twin, world] = [await live([]), await live(life)];
      expect(world).toEqual(twin);
      const shown = (reads: Read[]) =>
        new Map(
          reads.flatMap(({ figures }) =>
            figures.map(({ key, group, numerator }) => [JSON.stringify([key, group]), numerator] as const),
          ),
        );
      const [term, whole] = [shown(world.term), shown(world.year)];
      const people = /unique_learners|registrations|enrolments|starters|places_attended|places_booked/;
      const small = [...whole].filter(([name, numerator]) => {
        const rest = numerator === null ? 0 : numerator - (term.get(name) ?? numerator);
        return people.test(name) && ((rest > 0 && rest < 5) || (numerator !== null && numerator > 0 && numerator < 5));
      });
      expect(small).toEqual([]);
    }),
    { numRuns: 8 },
  );
}, 240_000);
