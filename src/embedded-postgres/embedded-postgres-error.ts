/** Why the embedded PostgreSQL is not there, in one sentence for the person who starts the process. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

export const useYourOwn = 'set DATABASE_URL to use a PostgreSQL of your own';
