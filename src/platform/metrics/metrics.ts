import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/sql.js';
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

  constructor(dataSource: DataSource, crowd: Crowd) {
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
