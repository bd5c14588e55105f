import { Param, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

/** Lets only UUIDs through, in lower case. */
export class IdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.trim().toLowerCase();
    if (!isUUID(id, 'all')) throw refuse(platformRefusals.invalid_id);
    return id;
  }
}

const idParam = new IdParam();

/** The id in the path: `@Id() id: string`, or `@Id('runId') runId: string`. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, idParam);
