/** Where the database is, for whom. */
export class DatabaseUrls {
  constructor(
    /** For the API's pool. */
    readonly api: string,
    /** PostgreSQL itself, as the login that owns the tables: for migrations and the job runner. */
    readonly owner: string,
  ) {}

  /** Something stands before the API's database that may hand each transaction to another connection. */
  get isPooled(): boolean {
    return databaseOf(this.api) !== databaseOf(this.owner);
  }
}

/** The place that an address leads to, whoever signs in there. */
export function databaseOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, pathname } = new URL(address);
  return `${hostname}:${port || 5432}${pathname}`;
}
