import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { DataSource } from 'typeorm';
import { repository } from '../support/repository.js';
import { commitOf } from './checkout.js';
import type { Sizes } from './filling.js';

/** When and where the figures were taken, and of how much: a line above the table. */
export async function surroundings(
  sql: DataSource,
  { courses, runsPerCourse, learners, rounds, atOnce }: Sizes & { rounds: number; atOnce: number },
): Promise<string> {
  const [server] = await sql.query<{ version: string }[]>(`select current_setting('server_version') as version`);
  const [load = 0] = loadavg();
  return [
    `${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, PostgreSQL ${server?.version}`,
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB`,
    `load ${load.toFixed(1)} before; ${courses} courses, ${courses * runsPerCourse} runs, ${learners} learners`,
    `${atOnce} connections; medians of ${rounds} rounds; ${commitOf(repository)}.`,
  ].join('; ');
}
