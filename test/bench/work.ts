import {
  aCoordinator,
  aRun,
  fromNow,
  type Site,
  somePeople,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';
import { facilitates, fill, type Sizes } from './filling.js';
import { call } from './load.js';
import { givePasswords, signInAt, type Tokens } from './sign-ins.js';

/** A server, and what the people keep who are signed in at it. */
export interface Served {
  api: string;
  tokens: Tokens;
}

/** Work that is measured. */
export interface Work {
  what: string;
  /** How many requests make a turn. */
  count: number;
  /** How many of them are asked at once, where it is not the usual number. */
  atOnce?: number;
  /** The request of this number; numbers go on from turn to turn, and are the same at both. */
  once: (at: Served, nth: number) => Promise<unknown>;
}

export interface Plan extends Sizes {
  /** How many learners sign in before the measuring; the others only fill registers, or sign in as work. */
  active: number;
  /** How many turns each side has at most in each work. */
  turns: number;
  reads: number;
  writes: number;
  registers: number;
  signIns: number;
}

/** Who is in a college that was filled, and where. */
export interface Filled {
  works: Work[];
  /** Everybody whom the work needs signed in. */
  signedIn: TestPerson[];
  /** Learners who act. */
  active: TestPerson[];
  /** Learners who only fill registers, or sign in. */
  others: TestPerson[];
  runs: TestRun[];
  coordinator: TestPerson;
}

/** How many look around at one time; a token is checked anew after some seconds. */
export const visitors = 64;
const onRegister = 20;
const wantHotRun = 50;
const hotPlaces = 10;
const onePage = 20;

/** Fills a college, and answers what is to be done in it, and by whom. */
export async function prepare(site: Site, plan: Plan): Promise<Filled> {
  const { people, runs } = await fill(site, plan);
  const [active, others] = [people.slice(0, plan.active), people.slice(plan.active)];
  const coordinator = await aCoordinator(site);
  const facilitators = await somePeople(site, 32, { name: 'Ben', roles: ['facilitator'] });
  const registers = await openRegisters(site, facilitators, others);
  const hotRuns: TestRun[] = [];
  while (hotRuns.length < Math.ceil((plan.writes * plan.turns) / wantHotRun))
    hotRuns.push(await aRun(site, { capacity: hotPlaces, starts: [fromNow(site, { days: 902 })] }));
  await givePasswords(site, [...people, ...facilitators, coordinator]);

  const enrol = ({ api, tokens }: Served, run: TestRun, who: TestPerson) =>
    call({
      url: `${api}/runs/${run.id}/enrolments`,
      method: 'POST',
      body: { confirmTimeClash: true },
      token: tokens.of(who),
    });
  const visitor = (nth: number) => at(active, nth % visitors);

  const works: Work[] = [
    {
      what: 'prospectus',
      count: plan.reads,
      once: ({ api }) => call({ url: `${api}/prospectus?limit=${onePage}` }),
    },
    {
      what: 'enrol, spread',
      count: plan.writes,
      once: (served, nth) => enrol(served, at(runs, nth + Math.floor(nth / active.length)), at(active, nth)),
    },
    {
      what: 'enrol, one hot run',
      count: plan.writes,
      once: (served, nth) => enrol(served, at(hotRuns, Math.floor(nth / wantHotRun)), at(active, nth)),
    },
    { what: 'my enrolments', count: plan.reads, once: read('/me/enrolments', visitor) },
    { what: 'my agenda', count: plan.reads, once: read('/me/agenda', visitor) },
    {
      what: `register of ${onRegister}`,
      count: plan.registers,
      once: async ({ api, tokens }, nth) => {
        const { run, enrolmentIds, facilitator } = at(registers, nth);
        const answer = await call({
          url: `${api}/sessions/${run.sessionIds[0]}/register`,
          method: 'PUT',
          body: { rows: enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'present' })) },
          token: tokens.of(facilitator),
        });
        const { recorded } = JSON.parse(answer) as { recorded: number };
        if (recorded !== onRegister) throw new Error(`A register was not recorded: ${answer.slice(0, 500)}`);
      },
    },
    {
      what: 'journal, write',
      count: plan.writes,
      once: ({ api, tokens }, nth) =>
        call({ url: `${api}/journal-entries`, method: 'POST', body: entry, token: tokens.of(visitor(nth)) }),
    },
    { what: 'journal, list', count: plan.writes, once: read(`/journal-entries?limit=${onePage}`, visitor) },
    { what: 'sign-in', count: plan.signIns, once: ({ api }, nth) => signInAt(api, at(others, nth), nth, 16) },
    // The smallest signed-in answer without a query of its own: a list that stands in the code.
    { what: 'signed in, no query', count: plan.reads, once: read('/certification-scheme-examples', () => coordinator) },
  ];
  return { works, signedIn: [...active, ...facilitators, coordinator], active, others, runs, coordinator };
}

/** Somebody reads this. */
export const read =
  (path: string, who: (nth: number) => TestPerson) =>
  ({ api, tokens }: Served, nth: number): Promise<string> =>
    call({ url: api + path, token: tokens.of(who(nth)) });

const entry = {
  title: 'By the river',
  mood: 'like the sea after rain',
  tags: [],
  blocks: [{ text: 'The herons were quiet this morning, and so was I. '.repeat(10) }],
};

interface Register {
  run: TestRun;
  enrolmentIds: string[];
  facilitator: TestPerson;
}

/** A session for each of them that is about to begin, with as many enrolled as a register has room for. */
async function openRegisters(
  site: Site,
  facilitators: readonly TestPerson[],
  people: readonly TestPerson[],
): Promise<Register[]> {
  const registers: Register[] = [];
  for (const [nth, facilitator] of facilitators.entries()) {
    const run = await aRun(site, { capacity: onRegister, starts: [fromNow(site, { minutes: 20 })] });
    await facilitates(site, facilitator, run);
    const there = Array.from({ length: onRegister }, (_, place) => at(people, nth * onRegister + place).id);
    const enrolled = (await site.sql.query(
      `
        insert into enrolment (id, run_id, person_id, state, source, joined_at, confirmed_at)
        select gen_random_uuid(), $1, id, 'confirmed', 'self', now(), now()
        from unnest($2::uuid[]) as id
        returning id`,
      [run.id, there],
    )) as { id: string }[];
    registers.push({ run, facilitator, enrolmentIds: enrolled.map(({ id }) => id) });
  }
  return registers;
}

/** Goes round when there are no more. */
export function at<T>(items: readonly T[], nth: number): T {
  const item = items[nth % items.length];
  if (item === undefined) throw new Error('There is nothing to choose from');
  return item;
}

export function named(works: readonly Work[], what: string): Work {
  const work = works.find((each) => each.what === what);
  if (!work) throw new Error(`There is no work named ${what}`);
  return work;
}
