import { AsyncLocalStorage } from 'node:async_hooks';
import { v5, v7 } from 'uuid';

/** Of one piece of the demo: the id that the first thing made in it gets. */
const waiting = new AsyncLocalStorage<{ id?: string }>();

/** A new id (UUIDv7: random, and rising with time so that indexes stay compact). */
export const newId = (): string => {
  const next = waiting.getStore();
  const { id = v7() } = next ?? {};
  if (next) delete next.id;
  return id;
};

const examples = '4a6d1c1e-6f0b-5c57-9d38-0f7d1b8a5e20';

/** The id of an example, always the same: so the document can name what stands in the demo college. */
export const exampleId = (name: string): string => v5(name, examples);

/** What this work makes first is what examples call so, if they call it anything. */
export const madeAsExample = <T>(name: string | undefined, work: () => Promise<T>): Promise<T> =>
  name === undefined ? work() : waiting.run({ id: exampleId(name) }, work);
