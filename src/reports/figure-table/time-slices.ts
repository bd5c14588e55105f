/** A term or year by its parts: numbers of the pieces of time that every period has whole or not at all. */
export interface PeriodInParts {
  key: string;
  parts: readonly number[];
}

/** A period that was published before, with the numbers that were hidden then, by their stored names. */
export interface PublishedPeriod extends PeriodInParts {
  hidden: ReadonlySet<string>;
  /** Divisions that were left out whole, by name. */
  leftOut: ReadonlySet<string>;
}

/** The period that is published now. */
interface CurrentSlice {
  kind: 'current';
  parts: readonly number[];
}

/** A period that was published before. */
interface EarlierSlice {
  kind: 'earlier';
  parts: readonly number[];
  period: PublishedPeriod;
}

export type PeriodSlice = CurrentSlice | EarlierSlice;

/** What a longer period has more than a shorter one inside it: nobody publishes it, but somebody will subtract. */
export interface DifferenceSlice {
  kind: 'difference';
  longer: PeriodSlice;
  shorter: PeriodSlice;
}

/** Whatever is counted in exactly these parts: nobody publishes it, everything else is a sum of it. */
export interface ExactSlice {
  kind: 'exact';
  parts: readonly number[];
}

/** A stretch of time about which there are numbers. */
export type TimeSlice = PeriodSlice | DifferenceSlice | ExactSlice;

/** All slices of time about which somebody knows something, or could work it out. */
export class TimeSlices {
  readonly current: CurrentSlice;
  readonly periods: readonly PeriodSlice[];
  readonly differences: readonly DifferenceSlice[];
  private readonly exactByParts = new Map<string, ExactSlice>();

  constructor(earlier: readonly PublishedPeriod[], { parts }: PeriodInParts) {
    this.current = { kind: 'current', parts };
    this.periods = [
      ...earlier.map((period): EarlierSlice => ({ kind: 'earlier', parts: period.parts, period })),
      this.current,
    ];
    this.differences = differencesOf(this.periods);
  }

  get exact(): readonly ExactSlice[] {
    return [...this.exactByParts.values()];
  }

  get all(): readonly TimeSlice[] {
    return [...this.exact, ...this.periods, ...this.differences];
  }

  /** Every slice with what is counted in exactly these parts. */
  containing(parts: readonly number[]): readonly TimeSlice[] {
    const shared = [...this.periods, ...this.differences].filter((slice) => contains(slice, parts));
    return [this.exactly(parts), ...shared];
  }

  private exactly(parts: readonly number[]): ExactSlice {
    const key = parts.join();
    const slice: ExactSlice = this.exactByParts.get(key) ?? { kind: 'exact', parts };
    this.exactByParts.set(key, slice);
    return slice;
  }
}

/** Whether what is counted in exactly these parts is counted in a period, or in what a period has more than another. */
export const contains = (slice: PeriodSlice | DifferenceSlice, parts: readonly number[]): boolean =>
  slice.kind === 'difference'
    ? contains(slice.longer, parts) && !contains(slice.shorter, parts)
    : parts.some((part) => slice.parts.includes(part));

/** Whether a part is one by which a slice counts: whoever counts in it counts as what they were in the first of these. */
export const isAbout = (slice: TimeSlice, part: number): boolean =>
  (slice.kind === 'difference' ? slice.longer : slice).parts.includes(part);

const differencesOf = (periods: readonly PeriodSlice[]): DifferenceSlice[] =>
  periods.flatMap((longer) =>
    periods
      .filter(
        (shorter) =>
          shorter.parts.length < longer.parts.length && shorter.parts.every((part) => longer.parts.includes(part)),
      )
      .map((shorter): DifferenceSlice => ({ kind: 'difference', longer, shorter })),
  );
