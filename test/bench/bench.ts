import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { bareTwins } from './bare-twins.js';
import { deskWork } from './desk-work.js';
import { knowingWhoAsks, registerByEnrolment, signIns } from './figures.js';
import { growth } from './growth.js';
import { perSecond } from './load.js';
import { firstVisitor, jobsBehind, memoryAfter64, starting, twoProcesses } from './machine.js';
import { MeasuredCollege } from './measured-college.js';
import { peerIn } from './peer.js';
import { printPlan } from './plans.js';
import { publicWork } from './public-work.js';
import { largeReports } from './reports.js';
import { type Bench, measureRows } from './rows.js';
import { Tokens } from './sign-ins.js';
import { type Figure, figureCells, figureColumns, heading, line, rowColumns } from './table.js';
import { surroundings } from './surroundings.js';
import { named, type Plan, prepare, visitors, type Work } from './work.js';

// npm run bench: the API as it ships, in a college of its own in a throw-away PostgreSQL, beside the same SQL without
// it, and beside a peer where PEER names a description of one. Prints tables for the README. BENCH=short for a quick
// look, PLANS=1 for the plans of what many read.
const isShort = process.env['BENCH'] === 'short';
const rounds = isShort ? 2 : 7;
const atOnce = 16;
const perJournal = 21;
const plan: Plan = {
  ...(isShort
    ? { courses: 10, runsPerCourse: 4, learners: 300, active: 80, reads: 200, writes: 48, registers: 16, signIns: 16 }
    : {
        courses: 50,
        runsPerCourse: 4,
        learners: 1200,
        active: 448,
        reads: 2000,
        writes: 200,
        registers: 48,
        signIns: 16,
      }),
  turns: rounds + 1,
};

await MeasuredCollege.during('bench', measure);
if (process.exitCode !== 1)
  await MeasuredCollege.during('bench-reports', async (college) => tell(await largeReports(college)));

async function measure(college: MeasuredCollege): Promise<void> {
  const { site } = college;
  const { sql: admin } = site;
  const filled = await prepare(site, plan);
  const { works: deskWorks, desk } = await deskWork(site, filled, plan.reads / 4);
  const works = inOrder([...publicWork(admin, plan.reads), ...filled.works, ...deskWorks]);
  const peerFile = process.env['PEER'];
  const peer =
    peerFile &&
    peerIn(
      await readFile(peerFile, 'utf8'),
      works.map(({ what }) => what),
    );
  const { twins, end } = await bareTwins(college, filled, atOnce);
  await admin.query('vacuum analyze');

  const { server, figures } = await starting(college, isShort ? 1 : 5);
  const tokens = new Tokens();
  await tokens.signIn(server.api, [...filled.signedIn, desk]);
  const bench: Bench = {
    ...filled,
    works,
    college,
    server,
    tokens,
    admin,
    rounds,
    atOnce,
    isShort,
    peer: peer || undefined,
    done: new Map(),
  };
  await fillJournals(bench);

  console.log(await surroundings(admin, { ...plan, rounds, atOnce }));
  console.log(`\n${heading(rowColumns(Boolean(peer)))}`);
  const rows = await measureRows(bench, works, twins);
  await end();
  const shared = ['prospectus', 'my enrolments', 'enrol, spread', 'journal, write'].map((what) => named(works, what));
  console.log(`\n${heading(figureColumns)}`);
  tell(figures);
  tell([await memoryAfter64(bench), ...(await firstVisitor(bench))]);
  tell(await twoProcesses(bench, shared));
  tell([await jobsBehind(bench, named(works, 'enrol, spread')), registerByEnrolment(rows)]);
  await tokens.renew(server.api);
  tell([...(await signIns(bench)), await knowingWhoAsks(bench)]);
  tell(await growth(bench));
  if (process.env['PLANS'])
    for (const what of ['prospectus', 'my enrolments', 'my agenda'])
      for (const statement of twins.get(what)?.statements ?? []) await printPlan(admin, what, statement);
}

function tell(figures: readonly Figure[]): void {
  for (const each of figures) console.log(line(figureCells(each)));
}

/** More than a page in each journal that is read. */
async function fillJournals({ works, server: { api }, tokens }: Bench): Promise<void> {
  const { once } = named(works, 'journal, write');
  await perSecond(visitors * perJournal, atOnce, (nth) => once({ api, tokens }, nth));
}

/** The list of a journal before anything more is written into it. */
function inOrder(works: readonly Work[]): Work[] {
  const list = named(works, 'journal, list');
  return works.flatMap((work) => (work === list ? [] : work.what === 'journal, write' ? [list, work] : [work]));
}
