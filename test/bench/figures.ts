import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import type { TestPerson } from '../support/builders.js';
import { childServer } from './child-server.js';
import { call, median, perSecond, quantile } from './load.js';
import type { Bench } from './rows.js';
import { password, signInAt } from './sign-ins.js';
import type { Figure } from './table.js';
import type { Found } from './targets.js';
import { at } from './work.js';
import { cpuIn } from './rows.js';

/** A register of 20 in one call, beside enrolling one person. */
export function registerByEnrolment(rows: ReadonlyMap<string, Found>): Figure {
  const [register, enrolment] = [rows.get('register of 20'), rows.get('enrol, spread')];
  const found = register && enrolment ? cpuIn(register) / cpuIn(enrolment) : null;
  return { what: 'register of 20 in one call, CPU by that of one enrolment', found, unit: '×', most: 2 };
}

/**
 * How much of a sign-in is its password hash: of what limits how many can sign in, and of what one person waits for.
 */
export async function signIns(bench: Bench): Promise<Figure[]> {
  const { app, site } = bench.college;
  const hashing = app.get(PasswordHashing);
  const [kept] = await site.sql.query<{ hash: string }[]>('select password_hash as hash from credential limit 1');
  const shares: Record<'together' | 'alone', number[]> = { together: [], alone: [] };
  let nth = 0;
  for (let round = 0; round < bench.rounds; round++) {
    for (const [how, atOnce] of [
      ['together', 8],
      ['alone', 1],
    ] as const) {
      const whole = await perSecond(16, atOnce, () => signInAs(bench, nth++));
      const hashes = await perSecond(16, atOnce, () => hashing.matches(kept?.hash ?? '', password));
      shares[how].push((whole / hashes) * 100);
    }
  }
  return [
    { what: 'password hash of eight sign-ins at once', found: median(shares.together), unit: '% of it', least: 80 },
    { what: 'password hash of a sign-in alone', found: median(shares.alone), unit: '% of it' },
    await whileOthersSignIn(bench),
  ];
}

/** How long others wait while fifty people sign in at once: the slowest hundredth, beside a quiet time. */
async function whileOthersSignIn(bench: Bench): Promise<Figure> {
  const [crowd, paced] = [50, 4];
  const token = bench.tokens.of(at(bench.active, 0));
  const took = async (until: () => boolean): Promise<number[]> => {
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: paced }, async () => {
        do {
          const start = performance.now();
          await call({ url: `${bench.server.api}/me/enrolments`, token });
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
      // Whoever finds the queue full is turned away at once, and is no burden.
      Array.from({ length: crowd }, (_, nth) => signInAs(bench, (round + 1) * crowd + nth).catch(() => undefined)),
    ).finally(() => (waiting = false));
    const busy = await took(() => !waiting);
    await crowdIn;
    ratios.push(quantile(busy, 0.99) / quantile(quiet, 0.99));
  }
  return { what: 'p99 of others while 50 sign in at once, by a quiet time', found: median(ratios), unit: '×', most: 2 };
}

/** A route that does nothing, with a sign-in beside the same without. */
export async function knowingWhoAsks({ college, active, rounds, tokens }: Bench): Promise<Figure> {
  const server = await childServer('no-op-server.js', { settings: college.settings });
  const token = tokens.of(at<TestPerson>(active, 0));
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const open = await perSecond(1000, 16, () => call({ url: `${server}/api/v1/no-op/open` }));
    const closed = await perSecond(1000, 16, () => call({ url: `${server}/api/v1/no-op/closed`, token }));
    if (round > 0) ratios.push(closed / open);
  }
  return { what: 'a signed-in no-op, by one for everybody', found: median(ratios), unit: '×', least: 0.6 };
}

const signInAs = ({ server, others }: Bench, nth: number): Promise<string> =>
  signInAt(server.api, at(others, nth), nth);
