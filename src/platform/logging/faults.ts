import { sqlStateOf } from '../errors/database-faults.js';
import { isError } from '../errors/is-error.js';

const placesKept = 12;

/**
 * What may be logged of an error: its kind and the places in our code. Its message only when the language runtime wrote
 * it or in a test, because messages of the driver, of parsers and of libraries quote what people entered.
 */
export function describeFault(error: unknown): Record<string, unknown> {
  if (!isError(error)) return { fault: typeof error };
  const wordsAreSafe =
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof RangeError ||
    process.env.NODE_ENV === 'test';
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    fault: error.name,
    ...(wordsAreSafe && { words: error.message }),
    ...(typeof code === 'string' && { code }),
    ...(sqlStateOf(error) !== undefined && { sqlState: sqlStateOf(error) }),
    places: placesOf(error),
  };
}

function placesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, placesKept)
    .map((line) => line.trim());
}
