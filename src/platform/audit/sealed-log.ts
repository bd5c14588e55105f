export const logNames = ['event', 'record_read'] as const;
export type LogName = (typeof logNames)[number];

/** A table whose rows are only ever added, and whose rows are sealed. */
export interface SealedLog {
  log: LogName;
  /** Every column of a row `t` but its number, in the order in which they are sealed. */
  columns: string;
  /** SQL condition on `sealed s`, with the time as `$2`: whether the row may be gone. */
  mayBeGone: string;
  /** What a row is called in the words of the audit. */
  one: string;
  many: string;
}

const time = `to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Events stay for good; a reading leaves when its two years are over (BR-217), and nothing else lets it go. */
export const sealedLogs: readonly SealedLog[] = [
  {
    log: 'event',
    columns: `t.id, ${time}, t.actor_id, t.request_id, t.type, t.subject_id, t.person_id, t.from_state, t.to_state, t.refs`,
    mayBeGone: '$2::timestamptz is null',
    one: 'Event',
    many: 'events',
  },
  {
    log: 'record_read',
    columns: `t.id, t.salt, ${time}, t.reader_id, t.reader_name, t.acting_roles, t.kind, t.reason, t.outcome, t.record_id, t.subject_ids, t.request_id`,
    mayBeGone: `s.at + interval '2 years' < $2::timestamptz`,
    one: 'Reading',
    many: 'readings',
  },
];
