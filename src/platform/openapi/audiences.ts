import type { OpenAPIObject, OperationObject, TagObject } from '@nestjs/swagger';
import type { RouteAccess } from '../access/access.decorators.js';
import { type Role, roles } from '../actor.js';

/** Whom an operation is for first, in the order in which a reader meets them. */
const audiences = {
  Public:
    'What everybody may see without an account: what is on, the college and its texts, whether a certificate is real. ' +
    'Answers to these can be kept and shown on pages of others.',
  'Join and sign in':
    'From the first letter to a token: sign-up, sign-in, refresh, a new password. ' +
    'Answers tell nobody whether somebody is known here.',
  Learner:
    'What every person here has of their own, and what they may open because they have a part in it. ' +
    'The rows decide what somebody sees; what is hidden from them is answered as if it were not there.',
  Facilitator:
    'Work on courses, sessions and registers, and the way of peer workers to certification. ' +
    'Who facilitates a run sees what that run needs, and nothing besides.',
  Coordinator:
    'Planning of terms, runs, places and people, and what staff owe to learners. ' +
    'Some of it is open to administrators or analysts too; `x-roles` says to whom.',
  Administrator:
    'Rules and texts of the college, roles, credit, requests about personal data. ' +
    'Several of these need a second person or a recent sign-in.',
  Panel: 'Decisions about certification that only members of a panel take. One decides nothing about oneself.',
  Operations:
    'For whoever keeps the service going: health, keys, figures, the event log, restores. ' +
    'Nothing about a person is in the public ones.',
} as const;
type Audience = keyof typeof audiences;

export const audienceTags: TagObject[] = Object.entries(audiences).map(([name, description]) => ({
  name,
  description,
}));

const operations = /^(?:operations|audit|health|metrics|\.well-known)$/;
/** Open to everybody who is signed in, since the rows decide; those who work with it are meant first. */
const facilitators =
  /^(?:course|contributors|supervisions|terms|venues|instruments|ce-approvals|certification|requirement-sets)/;

export function audienceOf(path: string, access: RouteAccess | undefined): Audience {
  const [first = ''] = path.replace('/api/v1', '').split('/').filter(Boolean);
  if (operations.test(first)) return 'Operations';
  if (first === 'auth') return 'Join and sign in';
  if (access === 'public') return 'Public';
  if (access === 'signed-in' || access === undefined) return facilitators.test(first) ? 'Facilitator' : 'Learner';
  if (access.includes('facilitator')) return 'Facilitator';
  if (access.includes('coordinator')) return 'Coordinator';
  return access.includes('administrator') ? 'Administrator' : 'Panel';
}

/** Whoever has one of these may call it; `public` is everybody, and who is signed in has one role at least or none. */
export const rolesOf = (access: RouteAccess | undefined): readonly (Role | 'public')[] =>
  access === 'public' ? ['public'] : Array.isArray(access) ? access : roles;

/** Says of an operation whom it is for: its group, and the roles that may call it. */
export function sayAudience(operation: OperationObject, path: string, access: RouteAccess | undefined): void {
  operation.tags = [audienceOf(path, access)];
  Object.assign(operation, { 'x-roles': rolesOf(access) });
}

/** The groups that have operations, in their order. */
export function groupsOf(document: OpenAPIObject): TagObject[] {
  const used = JSON.stringify(document.paths);
  return audienceTags.filter(({ name }) => used.includes(`"tags":["${name}"]`));
}
