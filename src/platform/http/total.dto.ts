/** How many there are, of those that their reader may see. */
export class TotalDto {
  /** How many, counted to 1,000 at most. */
  count: number;
  /** Whether there are more than were counted. */
  more: boolean;
}
