import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/sql.js';
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

  constructor(dataSource: DataSource, jobs: Jobs, crowd: Crowd) {
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
    this.gauge('jobs_running', 'Whether this process runs jobs now; 0 also where a worker of its own does.', () =>
      jobs.state === 'running' ? 1 : 0,
    );
    this.gauge('http_requests_in_flight', 'Requests that are worked on, and that wait for their turn.', () => ({
      running: crowd.counts.running,
      waiting: crowd.counts.waiting,
    }));
    this.add(
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

  /** A figure that is looked at when somebody asks, or one for each state. */
  private gauge(name: string, help: string, look: () => number | Record<string, number>): void {
    const labelNames = typeof look() === 'number' ? [] : ['state'];
    this.add(
      new Gauge({
        name,
        help,
        labelNames,
        registers: [],
        collect() {
          const found = look();
          if (typeof found === 'number') this.set(found);
          else for (const [state, value] of Object.entries(found)) this.set({ state }, value);
        },
      }),
    );
  }
}
