import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { type EvaluationItem, evaluationItems } from './evaluation.rules.js';

/** The answer to one item. */
export class EvaluationAnswer {
  /** `more_hopeful`: "I feel more hopeful"; `gained_skills`: "I gained skills or information that support my wellness". */
  @IsIn(evaluationItems) item: EvaluationItem;
  /** From 1, strongly disagree, to 5, strongly agree. */
  @IsInt() @Min(1) @Max(5) value: number;
}

/** What somebody thinks of a run. There is no field for who they are, and none is kept. */
export class EvaluationBody {
  /** The answers; leave out what you would rather not answer. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @ArrayUnique(({ item }: EvaluationAnswer) => item) @ValidateNested({ each: true }) @Type(() => EvaluationAnswer) answers: EvaluationAnswer[];
}
