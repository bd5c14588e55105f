import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { refuse } from '../../platform/errors/platform.refusals.js';
import { roles, type Role } from '../../platform/access/roles.js';

class KnownRole implements PipeTransform<string, Role> {
  transform(text: string): Role {
    const known = roles.find((role) => role === text);
    if (!known) throw refuse('not_found');
    return known;
  }
}

/** The role in the path; an unknown word is 404. */
export const RoleParam = (): ParameterDecorator => (target, handler, position) => {
  Param('role', KnownRole)(target, handler, position);
  if (handler !== undefined)
    ApiParam({ name: 'role', description: 'The role.', enum: roles })(
      target,
      handler,
      Object.getOwnPropertyDescriptor(target, handler) ?? {},
    );
};
