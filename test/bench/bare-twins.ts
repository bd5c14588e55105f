import { Pool } from 'pg';
import { apiRole } from '../../src/database/api-role.js';
import { BookingService } from '../../src/enrolment/booking/booking.service.js';
import { EnrolmentQueryService } from '../../src/enrolment/enrolments/enrolment-query.service.js';
import type { Actor } from '../../src/platform/actor.js';
import { AgendaService } from '../../src/timetable/around-a-run/agenda.service.js';
import { ProspectusService } from '../../src/timetable/prospectus/prospectus.service.js';
import { aRun, fromNow, type TestPerson, type TestRun } from '../support/builders.js';
import type { BareRoutes } from './bare-server.js';
import { childServer } from './child-server.js';
import { call } from './load.js';
import type { MeasuredCollege } from './measured-college.js';
import { record, replay, replayer, type Statement } from './recorded.js';
import { at, type Filled, visitors } from './work.js';

/** The same work without the API: its SQL behind Fastify as it comes, and by the driver alone. */
export interface Twin {
  statements: readonly Statement[];
  fastify: (nth: number) => Promise<unknown>;
  driver: (nth: number) => Promise<unknown>;
}

/** A twin of each work that has one, by its name; `end` gives their connections back. */
export async function bareTwins(
  { app, site, urls }: MeasuredCollege,
  { active, others, runs }: Filled,
  atOnce: number,
): Promise<{ twins: Map<string, Twin>; end: () => Promise<void> }> {
  const eve = at(others, 0);
  const actor: Actor = {
    personId: eve.id,
    signInId: eve.id,
    roles: new Set(['learner']),
    authenticatedAt: new Date(),
    withFactor: false,
    afterCard: null,
    call: { requestId: 'bench' },
  };
  const spare = await aRun(site, { capacity: 10_000, starts: [fromNow(site, { days: 900 })] });
  const full: TestRun[] = [];
  while (full.length < 64) full.push(await aRun(site, { capacity: 0, starts: [fromNow(site, { days: 901 })] }));
  const queue = at(full, 0);
  const visitor = (nth: number) => [at(active, nth % visitors).id];
  let pair = 1;
  /** Somebody who does not act, on a run where they were not. */
  const nextOn = (places: readonly TestRun[]) => () => {
    const nth = pair++;
    return [at<TestPerson>(others, nth).id, at(places, Math.floor(nth / others.length)).id];
  };

  const recorded: Record<string, { work: () => Promise<unknown>; named: string[]; next: (nth: number) => string[] }> = {
    prospectus: { work: () => app.get(ProspectusService).page({ limit: 20 }), named: [], next: () => [] },
    'my enrolments': {
      work: () => app.get(EnrolmentQueryService).mine(actor, { limit: 50, total: false }),
      named: [eve.id],
      next: visitor,
    },
    'my agenda': { work: () => app.get(AgendaService).mine(actor, { limit: 50 }), named: [eve.id], next: visitor },
    'enrol, spread': {
      work: () => app.get(BookingService).enrol(actor, spare.id, {}),
      named: [eve.id, spare.id],
      next: nextOn(runs),
    },
    'enrol, one hot run': {
      work: () => app.get(BookingService).enrol(actor, queue.id, {}),
      named: [eve.id, queue.id],
      next: nextOn(full),
    },
  };
  const routes: BareRoutes['routes'] = {};
  for (const [what, { work, named }] of Object.entries(recorded))
    routes[pathOf(what)] = { statements: await record(work), named };

  const url = await childServer('bare-server.js', { url: urls.api, role: apiRole, routes } satisfies BareRoutes);
  const pool = new Pool({
    connectionString: urls.api,
    max: atOnce,
    options: `-c timezone=UTC -c role=${apiRole}`,
  });
  pool.on('error', () => undefined); // the database may stop first
  const twins = Object.entries(recorded).map(([what, { named, next }]): [string, Twin] => {
    const statements = routes[pathOf(what)]?.statements ?? [];
    const of = replayer(statements, named);
    return [
      what,
      {
        statements,
        fastify: (nth) => call({ url: [url, pathOf(what), ...next(nth)].join('/') }),
        driver: (nth) => replay(pool, of(next(nth))),
      },
    ];
  });
  return { twins: new Map(twins), end: () => pool.end() };
}

const pathOf = (what: string): string => what.replaceAll(/\W+/g, '-');
