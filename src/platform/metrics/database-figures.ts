import { Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import { anHour, fullHour, later } from '../calendar.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { countedEvents, inFives } from './hourly-events.rules.js';
import { Metrics } from './metrics.js';

/** Longer no figure is waited for: whoever watches wants the others all the same. */
const mostMilliseconds = 2_000;

interface WaitingJobs {
  due: number;
  failed: number;
  oldestSeconds: number;
}

/** Figures that only the database knows, of all processes together; left out where it does not answer in time. */
@Injectable()
export class DatabaseFigures implements OnModuleInit {
  private lastHour?: { hour: number; counts: ReadonlyMap<string, number> };

  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const [sessions, events] = [() => this.waitingForLocks(), () => this.eventsOfLastHour()];
    const jobs = () => this.waitingJobs();
    this.metrics.add(
      new Gauge({
        name: 'database_waiting_for_locks',
        help: 'Connections to this database that wait for a lock at this moment.',
        registers: [],
        async collect() {
          this.remove();
          const found = await inTime(sessions());
          if (found !== undefined) this.set(found);
        },
      }),
    );
    this.metrics.add(
      new Gauge({
        name: 'college_events_last_hour',
        help: 'Events of some kinds in the last full hour, in whole fives.',
        labelNames: ['type'],
        registers: [],
        async collect() {
          this.reset();
          for (const [type, count] of (await inTime(events())) ?? []) this.set({ type }, count);
        },
      }),
    );
    this.metrics.add(
      new Gauge({
        name: 'jobs_waiting',
        help: 'Jobs that are due, and jobs that failed for good.',
        labelNames: ['state'],
        registers: [],
        async collect() {
          this.reset();
          const found = await inTime(jobs());
          if (!found) return;
          this.set({ state: 'due' }, found.due);
          this.set({ state: 'failed' }, found.failed);
        },
      }),
    );
    this.metrics.add(
      new Gauge({
        name: 'jobs_oldest_due_seconds',
        help: 'For how long the job that is due longest has waited.',
        registers: [],
        async collect() {
          this.remove();
          const found = await inTime(jobs());
          if (found) this.set(found.oldestSeconds);
        },
      }),
    );
  }

  private waitingJobs(): Promise<WaitingJobs | undefined> {
    return this.database.row<WaitingJobs>(
      `
        select due::float8 as due, failed::float8 as failed,
          coalesce(extract(epoch from $1::timestamptz - due_since), 0)::float8 as "oldestSeconds"
        from jobs_that_wait($1)`,
      [this.clock.now()],
    );
  }

  private async waitingForLocks(): Promise<number> {
    const found = await this.database.row<{ waiting: number }>(`
      select count(distinct l.pid)::int as waiting
      from pg_locks l
      join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database()`);
    return found?.waiting ?? 0;
  }

  /** Asked once an hour; it never changes within one, so that no figure says when something happened. */
  private async eventsOfLastHour(): Promise<ReadonlyMap<string, number>> {
    const end = fullHour(this.clock.now());
    if (this.lastHour?.hour === end.getTime()) return this.lastHour.counts;
    const found = await this.database.rows<{ type: string; count: number }>(
      `
        select e.type, count(*)::int as count
        from event e
        where e.at >= $1 and e.at < $2 and e.type = any ($3)
        group by e.type`,
      [later(end, -anHour), end, countedEvents],
    );
    const counted = new Map(found.map(({ type, count }) => [type, count]));
    const counts = new Map(countedEvents.map((type) => [type, inFives(counted.get(type) ?? 0)]));
    this.lastHour = { hour: end.getTime(), counts };
    return counts;
  }
}

const inTime = <T>(answer: Promise<T>): Promise<T | undefined> =>
  Promise.race([answer.catch(() => undefined), pause(mostMilliseconds, undefined, { ref: false })]);
