/** One thing that is still missing, for a person to read and a program to tell apart. */
export class GateDto {
  /** Stable name of the rule, e.g. `signoff_missing`. */
  code: string;
  /** What is missing and what to do, in plain words. */
  message: string;
}
