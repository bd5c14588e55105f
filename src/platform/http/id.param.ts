import { Param, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

/** Lets only UUIDs through, in lower case. */
export class IdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUUID(value, 'all')) throw refuse(platformRefusals.invalid_id);
    return value.toLowerCase();
  }
}

const idParam = new IdParam();

/** The id in the path: `@Id() id: string`, or `@Id('runId') runId: string`. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, idParam);
