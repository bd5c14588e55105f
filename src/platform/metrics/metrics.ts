import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/sql.js';
import { Standby } from '../database/standby.js';
import { lostConnections } from '../database/watched-connection.js';
import { Jobs } from '../jobs/jobs.js';
import { Crowd } from '../limits/crowd.js';
import { letters, limitRefusals } from '../logging/tallies.js';

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
    labelNames: ['method', 'route', 'class'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 2.5, 10],
    registers: this.registers,
  });

  constructor(dataSource: DataSource, jobs: Jobs, crowd: Crowd, standby: Standby) {
    // Event loop, memory and processor time of the process.
    collectDefaultMetrics({ register: this.registry });
    this.add(letters);
    this.add(limitRefusals);
    const pool = poolOf(dataSource);
    this.gauge('database_connections', 'Connections of the pool, and requests that wait for one.', () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waited_for: pool.waitingCount,
    }));
    this.gauge('database_connections_lost', 'Connections that broke since the start.', lostConnections);
    this.gauge(
      'database_standby_used',
      'Whether public pages are read from the standby now, where there is one.',
      () => standby.reads && (standby.reads === 'standby' ? 1 : 0),
    );
    this.gauge('database_standby_lag_seconds', 'By how much the standby is behind at most.', () => standby.lagSeconds);
    this.total(
      'database_standby_fall_backs_total',
      'Reads that the primary answered because the standby was away, behind or failed.',
      () => standby.fallBacks,
    );
    this.gauge('jobs_running', 'Whether this process runs jobs now; 0 also where a worker of its own does.', () =>
      jobs.state === 'running' ? 1 : 0,
    );
    this.gauge('http_requests_in_flight', 'Requests that are worked on, and that wait for their turn.', () => ({
      running: crowd.counts.running,
      waiting: crowd.counts.waiting,
    }));
    this.total(
      'http_requests_turned_away_total',
      'Requests that were refused because too many came at once; most of them stand nowhere else.',
      () => crowd.counts.refused,
    );
  }

  /** One answered request. */
  count(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.inc({ method, route, status });
    this.durations.observe({ method, route, class: `${Math.floor(status / 100)}xx` }, milliseconds / 1_000);
  }

  /** A figure of somebody else's, which belongs to no registry yet. */
  add(metric: Metric): void {
    this.registry.registerMetric(metric);
  }

  /** The names of all figures. */
  get names(): string[] {
    return this.registry.getMetricsAsArray().map(({ name }) => name);
  }

  /** Everything, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** What somebody else counts. */
  private total(name: string, help: string, look: () => number): void {
    this.add(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(look());
        },
      }),
    );
  }

  /** A figure that is looked at when somebody asks, or one for each state; left out where it is undefined. */
  private gauge(name: string, help: string, look: () => number | Record<string, number> | undefined): void {
    const labelNames = typeof look() === 'object' ? ['state'] : [];
    this.add(
      new Gauge({
        name,
        help,
        labelNames,
        registers: [],
        collect() {
          const found = look();
          if (found === undefined) this.remove();
          else if (typeof found === 'number') this.set(found);
          else for (const [state, value] of Object.entries(found)) this.set({ state }, value);
        },
      }),
    );
  }
}
