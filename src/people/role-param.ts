import { Param, type PipeTransform } from '@nestjs/common';
import { refuse } from '../platform/errors/platform.refusals.js';
import { roles, type Role } from '../platform/access/roles.js';

class KnownRole implements PipeTransform<string, Role> {
  transform(text: string): Role {
    const known = roles.find((role) => role === text);
    if (!known) throw refuse('not_found');
    return known;
  }
}

/** The role in the path; an unknown word is 404. */
export const RoleParam = () => Param('role', KnownRole);
