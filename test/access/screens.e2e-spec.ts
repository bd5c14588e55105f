import { ChosenReaders } from '../journals/chosen-readers.js';
import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aWorld, type World } from './world.js';

let college: TestCollege;
let world: World;
let casey: TestPerson;
let mo: TestPerson;
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  world = await aWorld(college);
  casey = await aPerson(college, { name: 'Casey', roles: ['coordinator'] });
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
afterAll(() => college.close());

interface Screen {
  reader: () => TestPerson | undefined;
  /** The one call. */
  call: () => string;
  /** What each row, or the one answer, shows without another call. */
  shows: string[];
}

const screens: Record<string, Screen> = {
  'my runs': {
    reader: () => world.things.run.related,
    call: () => '/runs?mine=facilitator',
    shows: ['courseTitle', 'placesTaken', 'waiting', 'sessions', 'can', 'atRisk'],
  },
  'my agenda': { reader: () => world.things.run.own, call: () => '/me/agenda', shows: ['title', 'can', 'startsAt'] },
  today: {
    reader: () => casey,
    call: () => '/reports/today',
    shows: ['date', 'sessions', 'runsAtRisk', 'waitlists'],
  },
  'the week of the college': {
    reader: () => casey,
    call: () => '/sessions?from=2020-01-01&total=true',
    shows: ['courseTitle', 'facilitators', 'can', 'localStart'],
  },
  'planning, those that begin first': {
    reader: () => casey,
    call: () => '/runs?from=2020-01-01&sort=soonest&total=true',
    shows: ['courseTitle', 'placesTaken', 'atRisk', 'can'],
  },
  'the ledger': {
    reader: () => mo,
    call: () => '/ce-ledger?limit=50&total=true',
    shows: ['person.chosenName', 'title', 'amount', 'state'],
  },
  'claims, who waits longest first': {
    reader: () => mo,
    call: () => '/external-ce-claims?sort=oldest&total=true',
    shows: ['person.chosenName', 'title', 'state', 'can'],
  },
  'who is on a run': {
    reader: () => casey,
    call: () => `/runs/${world.ids.runId}/enrolments?sort=oldest&total=true`,
    shows: ['person.chosenName', 'run.courseTitle', 'state', 'can'],
  },
  'somebody who calls, by name': {
    reader: () => casey,
    call: () => '/people?text=casey',
    shows: ['chosenName', 'roles'],
  },
  'what somebody is booked on': {
    reader: () => casey,
    call: () => `/enrolments?personId=${world.ids.ownerId}&total=true`,
    shows: ['run.courseTitle', 'state', 'can'],
  },
};

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], value);

test.each(Object.entries(screens))('%s is one call, which says all that the screen shows', async (_, screen) => {
  const { status, body } = await (screen.reader() ?? casey).get(screen.call());
  expect(status).toBe(200);
  const rows: unknown[] = body.items ?? [body];
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    for (const path of screen.shows) expect([path, at(row, path) ?? null]).not.toEqual([path, null]);
  if (screen.call().includes('total=true')) expect(body.total.count).toBe(rows.length);
});
