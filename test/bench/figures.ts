import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import { aPerson, aRun, fromNow, type Site, type TestPerson } from '../support/builders.js';
import { facilitates } from './filling.js';
import { call, median, perSecond, quantile } from './load.js';
import { givePasswords, password, signInAt } from './sign-ins.js';

/** What a figure needs of the benchmark. */
export interface Bench {
  site: Site;
  api: string;
  people: readonly TestPerson[];
  rounds: number;
  tokenOf: (person: TestPerson) => Promise<string>;
}

/** A register of 20 in one call, beside enrolling one person. */
export async function register({ site, api, people, rounds, tokenOf }: Bench): Promise<void> {
  const took: { register: number; enrol: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const ben = await aPerson(site, { name: 'Ben', roles: ['facilitator'] });
    const run = await aRun(site, { capacity: 20, starts: [fromNow(site, { minutes: 30 + round })] });
    await facilitates(site, ben, run);
    const rows: { enrolmentId: string; state: string }[] = [];
    const startEnrol = performance.now();
    for (const who of people.slice(round * 20, round * 20 + 20)) {
      const answer = await call({
        url: `${api}/runs/${run.id}/enrolments`,
        method: 'POST',
        body: { confirmTimeClash: true },
        token: await tokenOf(who),
      });
      rows.push({ enrolmentId: (JSON.parse(answer) as { id: string }).id, state: 'present' });
    }
    const enrol = (performance.now() - startEnrol) / 20;
    const start = performance.now();
    await call({
      url: `${api}/sessions/${run.sessionIds[0]}/register`,
      method: 'PUT',
      body: { rows },
      token: await ben.bearer(),
    });
    took.push({ register: performance.now() - start, enrol });
  }
  console.log(
    `register of 20 in one call takes ${median(took.map((each) => each.register / each.enrol)).toFixed(2)} times as long as enrolling one person`,
  );
}

/**
 * How much of a sign-in is its password hash: of what limits how many can sign in, and of what one person waits for.
 */
export async function signIn(bench: Bench): Promise<void> {
  const hashing = bench.site.app.get(PasswordHashing);
  const passwordHash = await givePasswords(bench.site, bench.people);
  const shares: Record<'together' | 'alone', number[]> = { together: [], alone: [] };
  let nth = 0;
  for (let round = 0; round < bench.rounds; round++) {
    for (const [how, atOnce] of [
      ['together', 8],
      ['alone', 1],
    ] as const) {
      const whole = await perSecond(16, atOnce, () => signInAs(bench, nth++));
      shares[how].push(whole / (await perSecond(16, atOnce, () => hashing.matches(passwordHash, password))));
    }
  }
  console.log(
    `the password hash is ${percent(shares.together)} of what eight sign-ins at once cost, and ${percent(shares.alone)} of the time that a single one takes`,
  );
}

const percent = (shares: readonly number[]): string => `${(median(shares) * 100).toFixed(0)} %`;

/**
 * How long others wait while fifty people sign in at once, once everybody has a password: the slowest hundredth of
 * their requests, beside a quiet time.
 */
export async function whileOthersSignIn(bench: Bench): Promise<void> {
  const [crowd, paced] = [50, 4];
  const token = await bench.tokenOf(bench.people[0] as TestPerson);
  const took = async (until: () => boolean): Promise<number[]> => {
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: paced }, async () => {
        do {
          const start = performance.now();
          await call({ url: `${bench.api}/me/enrolments`, token });
          times.push(performance.now() - start);
        } while (!until());
      }),
    );
    return times;
  };
  const ratios: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const quietUntil = performance.now() + 600;
    const quiet = await took(() => performance.now() > quietUntil);
    let waiting = true;
    const crowdIn = Promise.all(
      Array.from({ length: crowd }, (_, nth) => signInAs(bench, round * crowd + nth)),
    ).finally(() => (waiting = false));
    const busy = await took(() => !waiting);
    await crowdIn;
    ratios.push(quantile(busy, 0.99) / quantile(quiet, 0.99));
  }
  console.log(
    `while 50 people sign in at once, the slowest hundredth of other requests takes ${median(ratios).toFixed(2)} times as long`,
  );
}

/** A route that does nothing, with a sign-in beside the same without. */
export async function knowingWhoAsks({ people, rounds, tokenOf }: Bench, server: string): Promise<void> {
  const token = await tokenOf(people[0] as TestPerson);
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const open = await perSecond(1000, 16, () => call({ url: `${server}/api/v1/no-op/open` }));
    const closed = await perSecond(1000, 16, () => call({ url: `${server}/api/v1/no-op/closed`, token }));
    if (round > 0) ratios.push(closed / open);
  }
  console.log(
    `a signed-in request that does nothing runs at ${median(ratios).toFixed(2)} of the same without a sign-in`,
  );
}

const signInAs = ({ api, people }: Bench, nth: number): Promise<string> =>
  signInAt(api, people[nth % people.length] as TestPerson, nth);
