/** That a right ended: which kind, and the id of what ended. Nothing else of it is known here. */
export interface EndedLine {
  /** Random; the database remembers it, so that it is known which lines an older copy of it has not seen. */
  id: string;
  kind: string;
  subjectId: string;
  /** The day in UTC, for letting go. */
  day: string;
}

/** A line that was not taken back. */
export interface LoggedLine extends EndedLine {
  /** Whether the command behind it was committed for certain. */
  kept: boolean;
}

/**
 * The log beside the keys of what ended, which a restore of the database does not take back (BR-191). Random ids only.
 * It only grows, until the oldest backup is gone.
 */
export abstract class EndedLog {
  /** Returns when the lines survive a power cut. */
  abstract append(lines: readonly EndedLine[]): Promise<void>;

  /** Notes how the commands behind the lines ended. What a crash leaves without a note may have been committed or not. */
  abstract settle(lines: readonly EndedLine[], fate: 'kept' | 'taken_back'): Promise<void>;

  /** Every line, oldest day first, without those that were taken back. */
  abstract all(): Promise<LoggedLine[]>;

  /** Forgets the lines of all days before this one. */
  abstract letGo(day: string): Promise<void>;
}
