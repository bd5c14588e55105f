import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { poolOf } from '../database/sql.js';
import { lostConnections } from '../database/watched-connection.js';
import { Jobs } from '../jobs/jobs.js';

interface WaitingJobs {
  due: number;
  failed: number;
  oldestSeconds: number;
}

/** Longer no figure is waited for: whoever watches wants the others all the same. */
const mostSeconds = 2;
import { Crowd } from '../limits/crowd.js';

/** What operators may watch of this process: counts and durations by route pattern, never by person. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests.',
    labelNames: ['method', 'route', 'status'],
    registers: this.registers,
  });
  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 2.5, 10],
    registers: this.registers,
  });

  constructor(
    dataSource: DataSource,
    private readonly database: Database,
    private readonly clock: Clock,
    jobs: Jobs,
    crowd: Crowd,
  ) {
    // Event loop, memory and processor time of the process.
    collectDefaultMetrics({ register: this.registry });
    const pool = poolOf(dataSource);
    this.registry.registerMetric(
      new Gauge({
        name: 'database_connections',
        help: 'Connections of the pool, and requests that wait for one.',
        labelNames: ['state'],
        registers: [],
        collect() {
          this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
          this.set({ state: 'idle' }, pool.idleCount);
          this.set({ state: 'waited_for' }, pool.waitingCount);
        },
      }),
    );
    this.gauge('database_connections_lost', 'Connections that broke since the start.', lostConnections);
    this.gauge('jobs_running', 'Whether this process runs jobs now; 0 also where a worker of its own does.', () =>
      jobs.state === 'running' ? 1 : 0,
    );
    this.watchWaitingJobs();
    this.watchCrowd(crowd);
  }

  private gauge(name: string, help: string, value: () => number): void {
    this.registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  }

  /** Of all processes together; left out where the database does not answer in time. */
  private watchWaitingJobs(): void {
    const ask = () => this.waitingJobs();
    this.registry.registerMetric(
      new Gauge({
        name: 'jobs_waiting',
        help: 'Jobs that are due, and jobs that failed for good.',
        labelNames: ['state'],
        registers: [],
        async collect() {
          this.reset();
          const found = await ask();
          if (!found) return;
          this.set({ state: 'due' }, found.due);
          this.set({ state: 'failed' }, found.failed);
        },
      }),
    );
    this.registry.registerMetric(
      new Gauge({
        name: 'jobs_oldest_due_seconds',
        help: 'For how long the job that is due longest has waited.',
        registers: [],
        async collect() {
          this.remove();
          const found = await ask();
          if (found) this.set(found.oldestSeconds);
        },
      }),
    );
  }

  private async waitingJobs(): Promise<WaitingJobs | undefined> {
    const now = this.clock.now();
    const answer = this.database.row<WaitingJobs>(
      `
        select due::float8 as due, failed::float8 as failed,
          coalesce(extract(epoch from $1::timestamptz - due_since), 0)::float8 as "oldestSeconds"
        from jobs_that_wait($1)`,
      [now],
    );
    return Promise.race([answer.catch(() => undefined), pause(mostSeconds * 1000, undefined, { ref: false })]);
  }

  private watchCrowd(crowd: Crowd): void {
    this.registry.registerMetric(
      new Gauge({
        name: 'http_requests_in_flight',
        help: 'Requests that are worked on, and that wait for their turn.',
        labelNames: ['state'],
        registers: [],
        collect() {
          this.set({ state: 'running' }, crowd.counts.running);
          this.set({ state: 'waiting' }, crowd.counts.waiting);
        },
      }),
    );
    this.registry.registerMetric(
      new Counter({
        name: 'http_requests_turned_away_total',
        help: 'Requests that were refused because too many came at once; most of them stand nowhere else.',
        registers: [],
        collect() {
          this.reset();
          this.inc(crowd.counts.refused);
        },
      }),
    );
  }

  /** One answered request. */
  count(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.inc({ method, route, status });
    this.durations.observe({ method, route }, milliseconds / 1_000);
  }

  /** Everything, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
