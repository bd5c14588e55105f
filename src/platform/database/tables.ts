import { type EntityTable, tableOf } from './entity-table.js';
import { changed, rows, type Tx } from './sql.js';

// Statements about one table, for the paths that many people take at once: the text is made once of the entity's own
// columns, and stays prepared. Elsewhere the entity manager does the same (`tx.insert`, `tx.update`, `tx.findOneBy`).

type Entity<E> = new () => E;
type Property<E> = keyof E & string;

/**
 * What rows must be like: a value, one of a list of values, or null for none. A list becomes `= any (…)`, for which no
 * partial index is used.
 */
export type Where<E> = { [P in keyof E]?: E[P] | readonly E[P][] | null };

/** Inserts one row; a property that is left out gets the column's default. Answers 0 only where `unlessThere`. */
export async function insertRow<E extends object>(
  tx: Tx,
  entity: Entity<E>,
  row: Partial<E>,
  { unlessThere = false } = {},
): Promise<number> {
  return insert(tx, tableOf(entity), row, onConflict(unlessThere));
}

/** Inserts one row, or gives the one with the same key all its other values. */
export async function putRow<E extends object>(
  tx: Tx,
  entity: Entity<E>,
  key: readonly Property<E>[],
  row: Partial<E>,
): Promise<void> {
  const table = tableOf(entity);
  const set = given(row)
    .filter((property) => !key.some((one) => one === property))
    .map((property) => table.column(property).name)
    .map((name) => `${name} = excluded.${name}`);
  await insert(tx, table, row, ` on conflict (${table.names(key)}) do update set ${set.join(', ')}`);
}

/** Inserts any number of rows with one statement; each has the same properties, none of them an array. */
export async function insertRows<E extends object>(
  tx: Tx,
  entity: Entity<E>,
  list: Partial<E>[],
  { unlessThere = false } = {},
): Promise<number> {
  return sent(tx, insertion(entity, list, { unlessThere }));
}

/** A statement that changes one table, for whoever sends it together with another (`Events.recordWith`). */
export interface Change {
  text: string;
  values: unknown[];
}

/** What `insertRows` sends; undefined for no row. */
export function insertion<E extends object>(
  entity: Entity<E>,
  list: Partial<E>[],
  { unlessThere = false } = {},
): Change | undefined {
  if (!list[0]) return undefined;
  const table = tableOf(entity);
  const properties = given(list[0]);
  const others = list.find((row) => given(row).length !== properties.length);
  if (others) throw new Error(`${table.name}: one row has other columns than the first`);
  const text = table.text(`insert all ${unlessThere}`, properties, () => {
    const lists = properties.map((property, i) => `$${i + 1}::${table.column(property).type}[]`);
    return `insert into ${table.name} (${table.names(properties)}) select * from unnest(${lists.join(', ')})${onConflict(unlessThere)}`;
  });
  return { text, values: properties.map((property) => list.map((row) => table.values(row, [property])[0])) };
}

/** Updates the rows that are as `where` says, and answers how many there were. */
export async function updateRows<E extends object>(
  tx: Tx,
  entity: Entity<E>,
  where: Where<E>,
  set: Partial<E>,
): Promise<number> {
  return sent(tx, alteration(entity, where, set));
}

/** What `updateRows` sends. */
export function alteration<E extends object>(entity: Entity<E>, where: Where<E>, set: Partial<E>): Change {
  const table = tableOf(entity);
  const properties = given(set);
  const condition = table.condition(where, properties.length);
  const text = table.text(`update where ${condition.text}`, properties, () => {
    const changes = properties.map((property, i) => `${table.column(property).name} = $${i + 1}`);
    return `update ${table.name} set ${changes.join(', ')} where ${condition.text}`;
  });
  return { text, values: [...table.values(set, properties), ...condition.values] };
}

const sent = async (tx: Tx, change: Change | undefined): Promise<number> =>
  change ? changed(tx, change.text, change.values) : 0;

/** Deletes the rows that are as `where` says, and answers how many there were. */
export async function deleteRows<E extends object>(tx: Tx, entity: Entity<E>, where: Where<E>): Promise<number> {
  const table = tableOf(entity);
  const condition = table.condition(where);
  return changed(tx, `delete from ${table.name} where ${condition.text}`, condition.values);
}

/** The rows that are as `where` says, with these columns. */
export async function findRows<E extends object, P extends Property<E>>(
  tx: Tx,
  entity: Entity<E>,
  where: Where<E>,
  properties: readonly P[],
  ending: '' | Lock | 'for share' = '',
): Promise<Pick<E, P>[]> {
  const table = tableOf(entity);
  const condition = table.condition(where);
  const text = table.text(`find where ${condition.text} ${ending}`, properties, () =>
    `select ${table.selected('', properties)} from ${table.name} where ${condition.text} ${ending}`.trim(),
  );
  return rows<Pick<E, P>>(tx, text, condition.values);
}

/** The row that is as `where` says, or undefined; `where` names a key, as every row that fits is read. */
export async function findRow<E extends object, P extends Property<E>>(
  tx: Tx,
  entity: Entity<E>,
  where: Where<E>,
  properties: readonly P[],
): Promise<Pick<E, P> | undefined> {
  return (await findRows(tx, entity, where, properties))[0];
}

type Lock = 'for update' | 'for no key update';

/** The same, and nobody else changes the row until the transaction ends. */
export async function lockRow<E extends object, P extends Property<E>>(
  tx: Tx,
  entity: Entity<E>,
  where: Where<E>,
  properties: readonly P[],
  lock: Lock = 'for update',
): Promise<Pick<E, P> | undefined> {
  return (await findRows(tx, entity, where, properties, lock))[0];
}

/**
 * `e.id, e.person_id as "personId"`: an entity's columns in a SELECT, those named or all. Dates and wall times come as
 * text, instants as Date, JSON as what it is, sums of cents and large numbers as text.
 */
export const columnsOf = <E extends object>(entity: Entity<E>, alias: string, ...properties: Property<E>[]): string => {
  const table = tableOf(entity);
  return table.selected(`${alias}.`, properties.length > 0 ? properties : table.selectable);
};

async function insert(tx: Tx, table: EntityTable, row: object, ending: string): Promise<number> {
  const properties = given(row);
  const text = table.text(`insert${ending}`, properties, () => {
    const places = properties.map((_, i) => `$${i + 1}`);
    return `insert into ${table.name} (${table.names(properties)}) values (${places.join(', ')})${ending}`;
  });
  return changed(tx, text, table.values(row, properties));
}

const given = (row: object): string[] =>
  Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([property]) => property);

const onConflict = (unlessThere: boolean) => (unlessThere ? ' on conflict do nothing' : '');
