import type { ProblemCode } from './refusal.js';

const REFUSES = 'errors:refuses';

/**
 * Which rules this route can refuse by, named by the tables that declare them: `@Refuses(courseRefusals.semver_taken)`.
 * What follows from how a route is declared (its access, ids, query, body) needs no mention. The document lists both, and
 * `test/answered` holds it against what the tests were answered.
 */
export const Refuses =
  (...codes: ProblemCode[]): MethodDecorator =>
  (_target, _name, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(REFUSES, [...refusalsOf(descriptor.value), ...codes], descriptor.value);
  };

/** The codes that a route names itself. */
export const refusalsOf = (handler: object): ProblemCode[] => Reflect.getMetadata(REFUSES, handler) ?? [];
