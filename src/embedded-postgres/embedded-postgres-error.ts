import { StartError } from '../platform/start-error.js';

/** Why the embedded PostgreSQL is not there, in one sentence for the person who starts the process. */
export class EmbeddedPostgresError extends StartError {
  override readonly name = 'EmbeddedPostgresError';
}

export const useYourOwn = 'set DATABASE_URL to use a PostgreSQL of your own';

/** What to do next about something that a program of PostgreSQL, or the operating system, complained of. */
export const nextStep = (complaint: string): string =>
  /no space left|ENOSPC|EDQUOT/i.test(complaint) ? 'make room on that disk and start again' : useYourOwn;
