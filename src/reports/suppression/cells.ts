/** One number that somebody could read, or could work out from what they read. */
export interface Cell {
  /** Tells it apart from the others. Of two that might as well hide, the one whose name sorts first does. */
  name: string;
  value: number;
  /** `open`: may be shown. `hidden`: is not shown, whatever is decided here. `shown`: was published before. */
  status: 'open' | 'hidden' | 'shown';
  /** Whether people see that it is hidden: then they know that it is not 0, which is never hidden. */
  marked: boolean;
  /** The finest values that it is the sum of: indexes into the values of the whole table. */
  members: readonly number[];
}

/** The value of the whole is the sum of the values of the parts. Everybody knows that. */
export interface Sum {
  whole: Cell;
  parts: readonly Cell[];
}

/** Whether a number tells of so few people that it may not be shown; that there is nobody may be (BR-166). */
export const isSmall = (value: number, threshold: number): boolean => value > 0 && value < threshold;
