import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

class OneOfPipe implements PipeTransform<string, string> {
  constructor(private readonly values: readonly string[]) {}

  transform(text: string): string {
    if (!this.values.includes(text)) throw refuse(platformRefusals.not_found);
    return text;
  }
}

/** A word of a set in the path: `@OneOf('role', roles, 'The role.') role: Role`; an unknown word is 404. */
export const OneOf =
  (name: string, values: readonly string[], description: string): ParameterDecorator =>
  (target, handler, position) => {
    Param(name, new OneOfPipe(values))(target, handler, position);
    if (handler !== undefined)
      ApiParam({ name, description, enum: [...values] })(
        target,
        handler,
        Object.getOwnPropertyDescriptor(target, handler) ?? {},
      );
  };
