import { keyOfVersion, openBody, openHead, sealVersion } from '../../src/journals/keys/entry-sealing.js';
import type { EntryKey } from '../../src/journals/keys/journal-keys.js';
import { newId } from '../../src/platform/ids.js';
import { PersonalKeys } from '../../src/platform/keys/personal-keys.js';
import type { TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/**
 * Milliseconds for each call (medians), whole and for the sealing in it, and how many times the call costs what it
 * would without.
 */
export interface Cost {
  whole: number;
  sealing: number;
  ratio: number;
}

/**
 * What encryption adds to writing and to reading an entry of 4 KiB, as a person notices it through HTTP. The person's
 * key is at hand, as it is for half a minute after each use; the key of the entry grows out of it each time.
 */
export async function journalCost(
  college: Pick<TestCollege, 'app'>,
  author: TestPerson,
  rounds = 200,
): Promise<{ write: Cost; read: Cost }> {
  const blocks = [{ promptId: null, text: 'so it was '.repeat(410).trim(), attachment: null }];
  const content = { title: 'A title', mood: null, tags: [], runId: null, sessionId: null, blocks };
  const write = async (): Promise<string> =>
    (await author.post('/journal-entries', { title: content.title, blocks: blocks.map(({ text }) => ({ text })) })).body
      .id;
  const first = await write();

  const place = { authorId: author.id, entryId: newId(), versionId: newId(), keyId: newId() };
  const unwrapped = async (): Promise<EntryKey> => {
    const found = await college.app.get(PersonalKeys).find(author.id);
    const key = found?.tree?.keyOf(place.entryId);
    if (!found || !key) throw new Error('Whoever wrote has a key');
    return { id: found.id, key };
  };
  const version = sealVersion(await unwrapped(), place, content);
  const took = { write: [] as number[], read: [] as number[], sealing: [] as number[], opening: [] as number[] };
  // Side by side in each round, so that a slow moment slows them alike.
  for (let round = 0; round < rounds; round++) {
    took.write.push(await timed(write));
    took.read.push(await timed(() => author.get(`/journal-entries/${first}`)));
    took.sealing.push(await timed(async () => sealVersion(await unwrapped(), place, content)));
    took.opening.push(
      await timed(async () => {
        const opened = keyOfVersion(await unwrapped(), place, version.sealedKey);
        return [openHead(opened, place, version.head), openBody(opened, place, version.body)];
      }),
    );
  }
  const [sealing, opening] = [median(took.sealing), median(took.opening)];
  // A write is answered by reading what was written.
  return { write: cost(median(took.write), sealing + opening), read: cost(median(took.read), opening) };
}

const cost = (whole: number, sealing: number): Cost => ({ whole, sealing, ratio: whole / (whole - sealing) });
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function timed(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}
