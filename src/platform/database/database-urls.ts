/** Where the database is, for whom. */
export class DatabaseUrls {
  constructor(
    /** For the API's pool. */
    readonly api: string,
    /** For migrations and the job runner: the user that owns the tables. */
    readonly owner: string,
  ) {}
}
