import driver from 'pg';

/** How many statements this process sends to Postgres while something is done. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = driver.Client;
  const send = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (!send) throw new Error('The driver sends in another way');
  let count = 0;
  Object.defineProperty(prototype, 'query', {
    ...send,
    value(this: unknown, ...args: unknown[]): unknown {
      count++;
      return Reflect.apply(send.value as (...args: unknown[]) => unknown, this, args);
    },
  });
  try {
    await work();
    return count;
  } finally {
    Object.defineProperty(prototype, 'query', send);
  }
}
