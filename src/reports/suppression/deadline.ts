/**
 * Until when something may be worked on; what is not decided by then is left out. The clock counts milliseconds: that
 * of the process, or one that a test gives.
 */
export class Deadline {
  private constructor(
    private readonly end: number,
    private readonly now: () => number,
  ) {}

  static after(milliseconds: number, now = (): number => performance.now()): Deadline {
    return new Deadline(now() + milliseconds, now);
  }

  get hasPassed(): boolean {
    return this.now() > this.end;
  }

  /** The deadline of the first of so many who share the time that is left, one after the other. */
  firstOf(sharers: number): Deadline {
    const now = this.now();
    return new Deadline(now + (this.end - now) / sharers, this.now);
  }
}
