import type { ClientBase, Pool } from 'pg';
import type { Socket } from 'node:net';

/** What each connection asks of the system: to notice by itself that the other end is gone. */
export const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** A moment more than any statement of the API may take on the server. */
const everydaySeconds = 6.5;

/** What the driver knows and does not declare (pg 8.23). */
interface Wire {
  readonly readyForQuery: boolean;
  readonly connection: {
    readonly stream: Socket;
    on(event: 'errorMessage', listener: (fault: { code?: string }) => void): void;
    on(event: 'readyForQuery', listener: (state: { status: string }) => void): void;
  };
}

const readOnlyServer = '25006';
const patience = new WeakMap<object, (seconds: number) => void>();
let lost = 0;

/** How many connections to a database this process has lost since its start. */
export const lostConnections = (): number => lost;

/**
 * Watches over a connection that was just made. Whatever breaks it fails the statement that runs on it, and nothing
 * else. A server that says nothing while a statement runs is given up after a time, since a cut network tells nobody;
 * and one that may only read has been demoted, so that its address leads elsewhere by now or soon.
 */
export function watchConnection(client: ClientBase, seconds = everydaySeconds): void {
  const wire = client as unknown as Wire;
  const { connection } = wire;
  const { stream } = connection;
  const wait = (most: number) => void stream.setTimeout(most * 1000);
  // With nobody who listens, the event would end the process.
  client.once('error', () => void lost++).on('error', () => undefined);
  stream.on('timeout', () => {
    if (wire.readyForQuery) return;
    const heard = stream.bytesRead;
    // A process that was busy itself first hears what has come meanwhile.
    setTimeout(() => {
      if (!wire.readyForQuery && stream.bytesRead === heard) stream.destroy(new Error('Query read timeout'));
    }, 250).unref();
  });
  connection.on('errorMessage', ({ code }) => {
    if (code === readOnlyServer) stream.destroy(new Error('Connection terminated: this server only reads'));
  });
  connection.on('readyForQuery', ({ status }) => {
    if (status === 'I' && stream.timeout !== seconds * 1000) wait(seconds);
  });
  patience.set(client, wait);
  wait(seconds);
}

/** Lets this end wait that long for each answer, until the transaction ends. */
export const bePatient = (client: ClientBase, seconds: number): void => patience.get(client)?.(seconds);

/** The same watch for each connection of a pool. A lost one is replaced when somebody needs one. */
export const watchPool = (pool: Pool, seconds?: number): Pool =>
  pool.on('error', () => undefined).on('connect', (client) => watchConnection(client, seconds));
