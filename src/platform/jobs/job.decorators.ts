import { Declaration } from '../discovery/declarations.js';

interface SaidOfJob {
  task: string;
  /** When it runs by itself, as a crontab pattern (UTC). */
  cron?: string;
  /** The fields of its payload that are its arguments. */
  fields: readonly string[];
}

export const jobs = new Declaration<SaidOfJob, (...ids: string[]) => Promise<void>>(
  'job → when (UTC)',
  ({ task, cron, fields }) => [`${task} → ${cron ?? `on demand, with ${fields.join(' and ')}`}`],
);

/** A job that runs by a crontab pattern (UTC). It finds its own work, and only notifies or tidies up. */
export const Every = (cron: string, task: string) => jobs.says({ task, cron, fields: [] });

/**
 * A job that somebody enqueues. Its name is stable, since jobs that wait carry it; these fields of its payload, which
 * holds ids only, are the arguments.
 */
export const OnDemand = (task: string, ...fields: string[]) => jobs.says({ task, fields });
