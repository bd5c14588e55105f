import { join } from 'node:path';

/** The folder of the repository; the tests themselves run from `dist`. */
export const repository = join(import.meta.dirname, '../../..');
