import type { TestCollege } from './college.js';

/** What only the owner of the tables can do, who can turn their triggers off. */
export const behindTheBack = (
  { sql }: Pick<TestCollege, 'sql'>,
  statement: string,
  values?: unknown[],
): Promise<unknown> =>
  sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    return tx.query(statement, values);
  });
