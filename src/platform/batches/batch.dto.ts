import { IsBoolean, IsInt } from 'class-validator';
import { Omittable } from '../http/dto.js';
import { UnmetDto } from '../http/unmet.dto.js';

/** How a batch is sent. */
export class BatchBody {
  /** Only say what would become of each row, and write nothing. Default: false. */
  @Omittable() @IsBoolean() dryRun?: boolean;
}

/** One thing that is not met, and the field that it is about. */
export class BatchErrorDto extends UnmetDto {
  /** JSON pointer, as doing this alone would name it: into its body or, where the batch has rows, into the row. */
  pointer?: string;
}

/** Why one row was refused. */
export class BatchProblemDto {
  /** The first rule that is not met. */
  code: string;
  /** The rule in a few words. */
  title: string;
  /** What to do next. */
  detail: string;
  /** Everything that is not met, as doing this alone would list it. */
  errors: BatchErrorDto[];
}

/** What became of one row of a batch. */
export class BatchRowDto {
  /** The status that doing this alone would have had. @example 201 */
  @IsInt() status: number;
  /** Why not; null when done. */
  problem: BatchProblemDto | null;
}

/** What became of a batch. */
export class BatchDto {
  /** Id of the batch; null for a dry run. */
  id: string | null;
  /** Whether nothing was written. */
  dryRun: boolean;
  /** How many rows were done, or in a dry run would be. */
  @IsInt() done: number;
  /** How many rows were refused. */
  @IsInt() refused: number;
  /** Whether there is more than the 200 rows that are done together: ask again for the next ones. */
  more: boolean;
}
