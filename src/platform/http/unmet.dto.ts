import { ApiSchema } from '@nestjs/swagger';
/** One thing that is still missing, for a person to read and a program to tell apart. */
@ApiSchema({ name: 'GateDto' })
export class UnmetDto {
  /** Stable name of the rule, e.g. `signoff_missing`. */
  code: string;
  /** What is missing and what to do, in plain words. */
  message: string;
}
