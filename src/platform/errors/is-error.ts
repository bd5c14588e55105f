import { types } from 'node:util';

/** Also true for errors that Node itself made in another context, which `instanceof` does not see. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
