/** What a row of the benchmark found: medians. */
export interface Found {
  perSecond: number;
  /** Milliseconds of CPU for a request, in the processes of the college. */
  api: number;
  /** The same in PostgreSQL, where this system tells. */
  database: number | null;
  /** Requests a second, as a ratio to the same SQL without the API. */
  ofFastify?: number;
  ofDriver?: number;
}

export interface Target {
  says: string;
  /** Null where it could not be measured. */
  isMet: (found: Found) => boolean | null;
}

const cpu = (most: number): Target => ({
  says: `CPU ≤ ${most} ms`,
  isMet: ({ api, database }) => (database === null ? null : api + database <= most),
});

const cpuApart = (api: number, database: number): Target => ({
  says: `CPU ≤ ${api} ms + ${database} ms`,
  isMet: (found) => (found.database === null ? null : found.api <= api && found.database <= database),
});

const ofFastify = (least: number): Target => ({
  says: `≥ ${least} × Fastify`,
  isMet: (found) => (found.ofFastify === undefined ? null : found.ofFastify >= least),
});

const ofDriver = (least: number): Target => ({
  says: `≥ ${least} × driver`,
  isMet: (found) => (found.ofDriver === undefined ? null : found.ofDriver >= least),
});

/** By the name of the work. What has none is measured all the same. */
export const targets: Readonly<Record<string, readonly Target[]>> = {
  prospectus: [cpuApart(0.25, 0.05)],
  'prospectus, 64 connections': [cpuApart(0.25, 0.05)],
  'my enrolments': [ofFastify(0.85), ofDriver(0.25)],
  'my agenda': [ofFastify(0.85), ofDriver(0.25)],
  'enrol, spread': [cpu(3.5), ofDriver(0.35)],
  'enrol, one hot run': [ofDriver(0.5)],
  'journal, list': [cpu(1.8)],
  'register of 20': [cpu(4)],
};

/** What is wanted, and whether it was met. */
export function verdictFor(wanted: readonly Target[], found: Found): { wants: string; met: string } {
  const answers = wanted.map(({ isMet }) => isMet(found));
  return { wants: wanted.map(({ says }) => says).join(', ') || '–', met: metOf(answers) };
}

/** `yes` where all were met, `no` where one was not, and a dash where nothing was wanted or one cannot be told. */
export function metOf(answers: readonly (boolean | null)[]): string {
  if (answers.includes(false)) return 'no';
  return answers.length === 0 || answers.includes(null) ? '–' : 'yes';
}
