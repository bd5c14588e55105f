import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';

/** One statement as the application sent it. */
export interface Statement {
  name?: string;
  text: string;
  values: unknown[];
}

type Send = (first: unknown, second?: unknown) => unknown;

/** Every statement that the application sends while it does this, as the driver gets them. */
export async function record(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const driver = Client.prototype as unknown as { query: Send };
  const real = driver.query;
  driver.query = function (this: Client, first: unknown, second?: unknown, ...more: unknown[]) {
    const asked =
      typeof first === 'string'
        ? { text: first, values: second }
        : (first as { name?: string; text: string; values?: unknown });
    // The pool hands a config on with its values beside it or inside it.
    const values = Array.isArray(second) ? second : asked.values;
    statements.push({
      ...(asked.name && { name: asked.name }),
      text: asked.text,
      values: Array.isArray(values) ? [...values] : [],
    });
    return Reflect.apply(real, this, [first, second, ...more]);
  };
  try {
    await work();
  } finally {
    driver.query = real;
  }
  return statements;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same statements for somebody else: named ids are exchanged, and ids that were made on the way are made anew. */
export function replayer(
  statements: readonly Statement[],
  named: readonly string[],
): (instead: readonly string[]) => Statement[] {
  const template = JSON.stringify(statements.map(({ values }) => values));
  const made = [...new Set(template.match(uuid))].filter((id) => !named.includes(id) && wasMadeBy(statements, id));
  return (instead) => {
    let filled = template;
    named.forEach((id, index) => (filled = filled.replaceAll(id, instead[index] ?? id)));
    for (const id of made) filled = filled.replaceAll(id, randomUUID());
    const all = JSON.parse(filled) as unknown[][];
    return statements.map(({ name, text }, index) => ({ ...(name && { name }), text, values: all[index] ?? [] }));
  };
}

/** Ids of what a statement inserts; others (a term, a version) are looked up and stay. */
const wasMadeBy = (statements: readonly Statement[], id: string): boolean =>
  statements.some(({ text, values }) => /\binsert into\b/i.test(text) && JSON.stringify(values).includes(id));

/**
 * Sends the statements one after the other on one connection, as the application does; a single one as anybody would.
 * Answers the rows of the last that had any.
 */
export async function replay(pool: Pool, statements: readonly Statement[]): Promise<Record<string, unknown>[]> {
  const [only, ...others] = statements;
  if (only && others.length === 0) return (await pool.query<Record<string, unknown>>(only)).rows;
  const client = await pool.connect();
  let last: Record<string, unknown>[] = [];
  try {
    for (const statement of statements) {
      // A text of several statements is answered by a list.
      const rows = [await client.query(statement)].flat().at(-1)?.rows ?? [];
      if (rows.length > 0) last = rows;
    }
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  return last;
}
