import { type ClientBase, type Pool, type PoolClient, Query, type QueryResult, type QueryResultRow } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { sqlStateOf } from '../errors/database-faults.js';
import { statementFor } from './statement.js';
import { bePatient } from './watched-connection.js';
import { statementName, traced } from '../tracing/tracing.js';

/** The transaction that a function works in. A function that takes one uses nothing else. */
export type Tx = EntityManager;

// Statements are constant texts, or put together from a few of them: each stays prepared. What changes from call to
// call is a value, and which of its optional conditions are in use.

/** All rows of one SQL statement, run inside the transaction. */
export async function rows<T extends QueryResultRow>(tx: Tx, text: string, values: unknown[] = []): Promise<T[]> {
  return (await ask<T>(await clientOf(tx), text, values)).rows;
}

/** The first row, or undefined. */
export async function row<T extends QueryResultRow>(
  tx: Tx,
  text: string,
  values: unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(tx, text, values))[0];
}

/** How many rows a guarded INSERT, UPDATE or DELETE touched. */
export async function changed(tx: Tx, text: string, values: unknown[] = []): Promise<number> {
  return (await ask(await clientOf(tx), text, values)).rowCount ?? 0;
}

/** Lets each statement of this transaction take that long, for what is rare and large; waiting for a lock, a third of it. */
export async function giveTime(tx: Tx, seconds: number): Promise<void> {
  await changed(tx, `select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)`, [
    `${seconds}s`,
    `${seconds / 3}s`,
  ]);
  bePatient(await clientOf(tx), seconds * 1.1);
}

export const poolOf = (dataSource: DataSource): Pool => (dataSource.driver as PostgresDriver).master as Pool;

/** Runs a statement on one of the pool's connections, outside any transaction. */
export async function askPool<T extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[],
): Promise<QueryResult<T>> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    return await ask<T>(client, text, values);
  } catch (error) {
    // Only after a refusal of the statement itself may somebody else use the connection.
    const state = sqlStateOf(error);
    isBroken = state === undefined || /^(08|57P)/.test(state);
    throw error;
  } finally {
    client.release(isBroken);
  }
}

function ask<T extends QueryResultRow>(client: PoolClient, text: string, values: unknown[]): Promise<QueryResult<T>> {
  return traced(spanOf(text), () => send<T>(client, text, values));
}

const unnamed = new WeakSet<object>();

/** For a connection behind which a pooler may have others, and loses what stays prepared (PREPARED=off). */
export const sendUnnamed = (client: ClientBase): void => void unnamed.add(client);

/**
 * Each connection plans a statement once. It is asked by callback: the driver's own promises, and its pool's `query`,
 * keep each answer in memory until the next large collection.
 */
async function send<T extends QueryResultRow>(
  client: PoolClient,
  text: string,
  values: unknown[],
): Promise<QueryResult<T>> {
  const statement = statementFor(text, values);
  try {
    return await new Promise((resolve, reject) => {
      const query = new Query(statement.text, statement.values, (error: Error | null | undefined, result: unknown) =>
        error ? reject(error) : resolve(result as QueryResult<T>),
      );
      client.query(unnamed.has(client) ? query : Object.assign(query, { name: statement.name }));
    });
  } catch (error) {
    // From the socket, where it was made, no line leads to whoever asked.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

const spans = new Map<string, string | undefined>();

/** What a text is called in traces. */
function spanOf(text: string): string | undefined {
  if (!spans.has(text)) spans.set(text, statementName(text));
  return spans.get(text);
}

const clientOf = async (tx: Tx): Promise<PoolClient> => {
  if (!tx.queryRunner) throw new Error('This needs a transaction');
  return (await tx.queryRunner.connect()) as PoolClient;
};

/** SQL for an instant as RFC 3339 in UTC, so that it passes through as text. */
export const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL for the time that a clock on the wall shows, without a zone, as text. */
export const wallTime = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI')`;
