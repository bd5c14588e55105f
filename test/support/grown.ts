import type { DataSource } from 'typeorm';

interface Column {
  table: string;
  name: string;
  type: string;
  /** What no copy may share with what it is a copy of, and no id makes different. */
  isKey: boolean;
}

/**
 * Copies of every row of every table, in two ways: a college beside this one, and more of everything that belongs to the
 * same people, as for those who have been here for long. Every other copy of the first kind, and each of the second, is
 * years old. Ids that stand in several places
 * change alike, so that copies belong together as their originals do. What only a short list may hold stays as it is:
 * a copy that a unique index refuses is left out.
 */
export class Growth {
  private copies = 0;
  private readonly columns: Promise<Column[]>;

  constructor(
    private readonly sql: DataSource,
    /** Tables that nobody's list reads, or that are not rows of the college. */
    private readonly without: readonly string[],
    private readonly people: readonly string[],
  ) {
    this.columns = this.prepared();
  }

  /** Until there are so many copies of each kind. */
  async to(copies: number): Promise<void> {
    const columns = await this.columns;
    const tables = [...new Set(columns.map(({ table }) => table))].map(
      (table) => [table, columns.filter((column) => column.table === table)] as const,
    );
    await this.sql.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      for (const [table, own] of tables) {
        const names = own.map(({ name }) => `"${name}"`).join(', ');
        const values = own.map(copied).join(', ');
        for (const kept of [[], this.people])
          await tx.query(
            `
              insert into "${table}" (${names})
              select ${values} from first_of."${table}" t cross join generate_series($1::int, $2::int) k
              on conflict do nothing`,
            [this.copies + 1, copies, kept],
          );
      }
    });
    this.copies = copies;
    await this.sql.query('vacuum analyze');
  }

  private async prepared(): Promise<Column[]> {
    const columns: Column[] = await this.sql.query(
      `
        select c.relname as table, a.attname as name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
          exists (
            select from pg_index i
            where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey)
              and not exists (
                select from pg_attribute u
                where u.attrelid = c.oid and u.attnum = any (i.indkey) and format_type(u.atttypid, null) = 'uuid'
              )
          ) and not exists (
            select from pg_constraint k
            where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)
              and pg_get_constraintdef(k.oid) like '%ARRAY[%'
          ) as "isKey"
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_type t on t.oid = a.atttypid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = '' and a.attidentity = ''
          and c.relname <> all ($1)
        order by c.relname, a.attnum`,
      [this.without],
    );
    const checks: { table: string; name: string }[] = await this.sql.query(`
      select conrelid::regclass::text as table, conname as name from pg_constraint
      where contype = 'c' and conrelid <> 0 and connamespace = 'public'::regnamespace`);
    await this.sql.query(checks.map(({ table, name }) => `alter table ${table} drop constraint "${name}"`).join(';'));
    await this.sql.query('create schema first_of');
    for (const table of new Set(columns.map((column) => column.table)))
      await this.sql.query(`create table first_of."${table}" as select * from public."${table}"`);
    return columns;
  }
}

/** $3 are the ids that stay what they are. */
function copied({ name, type, isKey }: Column): string {
  const column = `t."${name}"`;
  const back = `(k % 2 + sign(cardinality($3::uuid[]))) * (1000 + k) * interval '1 day'`;
  const another = (id: string) =>
    `case when ${id} = any ($3::uuid[]) then ${id} else md5(${id}::text || k || cardinality($3::uuid[]))::uuid end`;
  // What is sealed was sealed under this key.
  if (name === 'key_id') return column;
  switch (type) {
    case 'uuid':
      return another(column);
    case 'uuid[]':
      return `(select coalesce(array_agg(${another('id')}), '{}') from unnest(${column}) id)`;
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return `${column} - ${back}`;
    case 'date':
      return `(${column} - ${back})::date`;
    case 'text':
      return isKey ? `left(${column}, 40) || '-' || k || '-' || cardinality($3::uuid[])` : column;
    case 'bytea':
      return isKey ? `sha256(${column} || k::text::bytea || cardinality($3::uuid[])::text::bytea)` : column;
    default:
      return column;
  }
}
