import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Clearable, Omittable, PlainText } from '../../platform/http/dto.js';

/** What to look for in my own journal. It stands in the body, because addresses are written down in many places. */
export class JournalSearchBody {
  /** Words that all must appear, in any order, upper or lower case. At most 200 characters. */
  @PlainText(200, { asWritten: true }) words: string;
  /** How many entries at most, 1 to 50. Default: 20. */
  @Omittable() @IsInt() @Min(1) @Max(50) limit?: number;
  /** Where the last answer ended: its `next`, also where that is null. */
  @Clearable() @IsString() @MaxLength(1_000) @Matches(/^[\w-]+$/) cursor?: string | null;
}
