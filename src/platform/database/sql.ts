import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/** The transaction that a function works in. A function that takes one uses nothing else. */
export type Tx = EntityManager;

/** All rows of one SQL statement, run inside the transaction. */
export async function rows<T extends QueryResultRow>(tx: Tx, text: string, values: unknown[] = []): Promise<T[]> {
  return (await (await clientOf(tx)).query<T>(text, values)).rows;
}

/** The first row, or undefined. */
export async function row<T extends QueryResultRow>(tx: Tx, text: string, values: unknown[] = []): Promise<T | undefined> {
  return (await rows<T>(tx, text, values))[0];
}

/** How many rows a guarded INSERT, UPDATE or DELETE touched. */
export async function changed(tx: Tx, text: string, values: unknown[] = []): Promise<number> {
  return (await (await clientOf(tx)).query(text, values)).rowCount ?? 0;
}

/** A constant statement, planned once per connection. The name is derived from the text. */
export const prepared = (text: string) => ({ name: createHash('sha1').update(text).digest('base64url'), text });

export const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as unknown as { master: Pool }).master;

const clientOf = async (tx: Tx): Promise<PoolClient> => {
  if (!tx.queryRunner) throw new Error('This needs a transaction');
  return (await tx.queryRunner.connect()) as PoolClient;
};

/** SQL for an instant as RFC 3339 in UTC, so that it passes through as text. */
export const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
