import { PersonalKeys } from '../../src/platform/keys/personal-keys.js';
import { keyOfVersion, openBody, openHead, sealVersion } from '../../src/journals/entry-sealing.js';
import { newId } from '../../src/platform/ids.js';
import type { TestPerson } from '../support/builders.js';
import type { TestCollege } from '../support/college.js';

/** Milliseconds for each call, whole and for the sealing in it, and how many times the call costs what it would without. */
export interface Cost {
  whole: number;
  sealing: number;
  ratio: number;
}

/** What sealing adds to writing and to reading an entry of 4 KiB, as a person notices it through HTTP. */
export async function journalCost(college: TestCollege, author: TestPerson, rounds = 200): Promise<{ write: Cost; read: Cost }> {
  const blocks = [{ promptId: null, text: 'so it was '.repeat(410).trim(), attachment: null }];
  const content = { title: 'A title', mood: null, tags: [], runId: null, sessionId: null, blocks };
  const ids: string[] = [];
  const write = await timed(rounds, async () => void ids.push((await author.post('/journal-entries', { title: content.title, blocks: blocks.map(({ text }) => ({ text })) })).body.id));
  const read = await timed(rounds, async (round) => void (await author.get(`/journal-entries/${ids[round]}`)));

  const key = await college.app.get(PersonalKeys).make(author.id);
  const place = { authorId: author.id, entryId: newId(), versionId: newId(), keyId: key.id };
  const version = sealVersion(key, place, content);
  const sealing = await timed(rounds, () => void sealVersion(key, place, content));
  const opening = await timed(rounds, () => {
    const opened = keyOfVersion(key, place, version.sealedKey);
    openHead(opened, place, version.head);
    openBody(opened, place, version.body);
  });
  // A write is answered by reading what was written.
  return { write: cost(write, sealing + opening), read: cost(read, opening) };
}

const cost = (whole: number, sealing: number): Cost => ({ whole, sealing, ratio: whole / (whole - sealing) });

async function timed(rounds: number, call: (round: number) => Promise<void> | void): Promise<number> {
  const started = performance.now();
  for (let round = 0; round < rounds; round++) await call(round);
  return (performance.now() - started) / rounds;
}
