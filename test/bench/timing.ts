import 'reflect-metadata';
import { Agent } from 'node:http';
import { someLearners } from '../support/builders.js';
import { type Response, send } from '../support/send.js';
import { median } from './load.js';
import { MeasuredCollege } from './measured-college.js';
import { givePasswords } from './sign-ins.js';

// npm run bench:timing: whether the time of an answer tells if an address is known. 0.5 tells nothing, 1 everything.
const asked = Number(process.env['BENCH_ASKED'] ?? 1000);
/** Enough for each route to be asked within its limits, and then so often that all of them are used up. */
const people = asked + 200;

interface Route {
  path: string;
  bodyFor: (email: string) => object;
  /** How often one address may ask. */
  most: number;
}

const routes: Route[] = [
  { path: '/auth/sign-up', bodyFor: (email) => ({ email, chosenName: 'Robin' }), most: 3 },
  { path: '/auth/password-reset', bodyFor: (email) => ({ email }), most: 3 },
  { path: '/auth/sign-in', bodyFor: (email) => ({ email, password: 'not the password at all' }), most: 10 },
];

let networks = 0;

await MeasuredCollege.during('timing', measure);

async function measure(college: MeasuredCollege): Promise<void> {
  const learners = await someLearners(college.site, people);
  await givePasswords(college.site, learners);
  await college.site.sql.query('analyze');

  const known = learners.map(({ id }) => `${id}@example.org`);
  const unknown = known.map(
    (_, nth) => `${crypto.randomUUID().slice(0, -6)}${String(nth).padStart(6, '0')}@example.org`,
  );
  const { api } = await college.serve();
  console.log(`${asked} known and ${asked} unknown addresses, one after the other, in random order`);
  console.log(['route', 'area under the curve', 'status', 'median, unknown / known'].join(' | '));
  for (const { path, bodyFor } of routes) await compare(`POST ${path}`, once(api + path, bodyFor), known, unknown);
  for (const { path, bodyFor, most } of routes) {
    const ask = once(api + path, bodyFor);
    // A few addresses that are beyond their limit, and asked again and again.
    const few = [known.slice(asked, asked + 25), unknown.slice(asked, asked + 25)] as const;
    for (const email of few.flat()) for (let nth = 0; nth < most; nth++) await ask(email);
    const often = (list: readonly string[]) => Array.from({ length: asked }, (_, nth) => list[nth % list.length] ?? '');
    await compare(`POST ${path}, beyond the limit`, ask, often(few[0]), often(few[1]));
  }
}

interface Answered extends Response {
  took: number;
}

const oneByOne = new Agent({ keepAlive: true, maxSockets: 1 });

/** Each call from a network of its own, on one connection. */
function once(url: string, bodyFor: (email: string) => object): (email: string) => Promise<Answered> {
  return async (email) => {
    const nth = networks++;
    const headers = { 'x-forwarded-for': `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}` };
    const started = performance.now();
    const answer = await send({ url, method: 'POST', body: bodyFor(email), headers }, oneByOne);
    return { ...answer, took: performance.now() - started };
  };
}

async function compare(
  what: string,
  ask: (email: string) => Promise<Answered>,
  known: readonly string[],
  unknown: readonly string[],
): Promise<void> {
  const took = { known: [] as number[], unknown: [] as number[] };
  const statuses = new Set<number>();
  for (let nth = 0; nth < asked; nth++) {
    const pair = [
      ['known', known[nth] ?? ''],
      ['unknown', unknown[nth] ?? ''],
    ] as const;
    for (const [which, email] of Math.random() < 0.5 ? pair : [...pair].reverse()) {
      const answer = await ask(email);
      statuses.add(answer.status);
      took[which].push(answer.took);
    }
  }
  const ratio = median(took.unknown) / median(took.known);
  console.log(
    [what, areaUnderCurve(took.known, took.unknown).toFixed(3), [...statuses].join(', '), ratio.toFixed(3)].join(' | '),
  );
}

/** The chance that a known address takes longer than an unknown one. */
function areaUnderCurve(known: readonly number[], unknown: readonly number[]): number {
  const all = [
    ...known.map((took) => ({ took, isKnown: true })),
    ...unknown.map((took) => ({ took, isKnown: false })),
  ].sort((a, b) => a.took - b.took);
  const ranks = all.reduce((sum, { isKnown }, nth) => sum + (isKnown ? nth + 1 : 0), 0);
  return (ranks - (known.length * (known.length + 1)) / 2) / (known.length * unknown.length);
}
