import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/sql.js';
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

  constructor(dataSource: DataSource) {
    // Event loop, memory and processor time of the process.
    collectDefaultMetrics({ register: this.registry });
    this.add(letters);
    this.add(limitRefusals);
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
}
