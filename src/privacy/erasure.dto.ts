/** Something that goes for good. */
export class ErasedDto {
  /** What it is, in plain words. */
  what: string;
}

/** Something that stays without leading to me by name. */
export class AnonymisedDto extends ErasedDto {
  /** Why it stays. */
  because: string;
}

/** Something that has to be kept for a time. */
export class RetainedDto extends AnonymisedDto {
  /** The rule by which it is kept. */
  rule: string;
  /** The last day on which it is kept (YYYY-MM-DD). */
  until: string;
}

/** What becomes of everything that the college holds about me. */
export class ErasurePlanDto {
  /** What goes at once. */
  erased: ErasedDto[];
  /** What stays as numbers, dates and ids. */
  anonymised: AnonymisedDto[];
  /** What has to be kept, by which rule, what for and until when. */
  retained: RetainedDto[];
}
