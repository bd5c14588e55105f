import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { PageQuery, TotalDto } from '../http/page-query.dto.js';
import type { CountedPage } from '../http/pagination.js';

/** One order of a list, which an index knows: by a column that is never null, then the id, or by the id alone. */
export interface Order {
  /** The column that it goes by before the id, and its type. */
  by?: readonly [column: string, type: string];
  id: string;
  descending?: boolean;
  /** Where that column may stand in no address, such as a name: SQL that looks up both for an id. */
  lookedUp?: (id: string) => string;
}

/** The same from the other end. */
export const reversed = (order: Order): Order => ({ ...order, descending: !order.descending });

const columnsBy = ({ by, id }: Order): string[] => (by ? [by[0], id] : [id]);

/** The columns whose values a cursor holds, each with its type. */
const held = ({ by, id, lookedUp }: Order): (readonly [column: string, type: string])[] =>
  by && !lookedUp ? [by, [id, 'uuid']] : [[id, 'uuid']];

export const orderBy = (order: Order): string =>
  columnsBy(order)
    .map((column) => (order.descending ? `${column} desc` : column))
    .join(', ');

/** Whether a row comes after the last one of the page before, which is told by placeholders from `first` on. */
export function comesAfter(order: Order, first: number): string {
  const places = held(order).map(([, type], i) => (i === 0 ? `$${first}` : `$${first + i}::${type}`));
  const last = order.lookedUp ? order.lookedUp(`$${first}`) : places.join(', ');
  const way = order.descending ? '<' : '>';
  return `($${first}::${held(order)[0]?.[1]} is null or (${columnsBy(order).join(', ')}) ${way} (${last}))`;
}

/** The statement behind a list. The values are those of the columns and of `where`, by their placeholders from $1 on. */
export interface Listing {
  /** What the list is called in its cursors. */
  list: string;
  columns: string;
  from: string;
  /** What of `from` is needed in order to count. */
  counted?: string;
  where: string;
  values: unknown[];
}

export interface Listed<Row> {
  rows: Row[];
  next: string | null;
  total?: TotalDto;
}

/** One page of a list in this order, and where it is asked for, how many there are (BR-246). */
export async function listed<Row extends QueryResultRow>(
  database: Database,
  { list, columns, from, counted = from, where, values }: Listing,
  order: Order,
  { limit, cursor, total, ...filters }: PageQuery & { total?: boolean },
): Promise<Listed<Row>> {
  const scope = { list, ...filters };
  const places = held(order);
  const after = decodeCursor(cursor, scope, places.length) ?? places.map(() => null);
  const first = values.length + 1;
  const found = await database.rows<Row & { place?: string[] }>(
    `
      select ${columns}, array[${places.map(([column]) => `${column}::text`).join(', ')}] as place
      ${from}
      where ${where} and ${comesAfter(order, first)}
      order by ${orderBy(order)}
      limit $${first + places.length}`,
    [...values, ...after, limit + 1],
  );
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  const next = last?.place ? encodeCursor(last.place, scope) : null;
  for (const row of shown) delete row.place;
  return {
    rows: shown,
    next,
    ...(total && { total: await totalOf(database, counted, where, values) }),
  };
}

/** The answer that such a page makes. */
export const pageFrom = <Row, Item>(
  { rows, ...page }: Listed<Row>,
  present: (row: Row) => Item,
): CountedPage<Item> => ({ items: rows.map(present), ...page });

export const mostCounted = 1_000;

/** How many rows a list has, of those that its reader may see. Counting ends a row after the most that is told. */
export async function totalOf(
  database: Database,
  from: string,
  where: string,
  values: readonly unknown[],
): Promise<TotalDto> {
  const named: number[] = [];
  const text = `
    select count(*)::integer as found
    from (select ${from} where ${where} limit ${mostCounted + 1}) counted`;
  const asked = text.replace(/\$(\d+)/g, (_, n: string) => {
    if (!named.includes(Number(n))) named.push(Number(n));
    return `$${named.indexOf(Number(n)) + 1}`;
  });
  const row = await database.row<{ found: number }>(
    asked,
    named.map((n) => values[n - 1]),
  );
  const found = row?.found ?? 0;
  return { count: Math.min(found, mostCounted), more: found > mostCounted };
}
