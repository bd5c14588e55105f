import { join } from 'node:path';
import { repository } from './repository.js';

/** Where a run of the tests writes down what the source sends to Postgres. */
export const sentFolder = join(repository, 'dist/sent');
