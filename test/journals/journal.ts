import sharp from 'sharp';
import { RememberedTokens } from '../../src/platform/access/remembered-tokens.js';
import { ChosenReaders } from './chosen-readers.js';
import type { TestCollege } from '../support/college.js';
import type { TestPerson } from '../support/builders.js';

export interface Entry {
  id: string;
  version: number;
  versionId: string;
  state: string;
  can: string[];
  [field: string]: unknown;
}

/** Writes an entry with one block of text. */
export async function anEntry(author: TestPerson, text = 'Words of my own.', wish: object = {}): Promise<Entry> {
  const { status, body } = await author.post('/journal-entries', { blocks: [{ text }], ...wish });
  if (status !== 201) throw new Error(`No entry: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const etag = (version: number) => ({ 'if-match': `"${version}"` });

/** The author's list of recipients consists of these people from now on. */
export function letShareWith(college: TestCollege, author: TestPerson, ...readers: TestPerson[]): void {
  college.app.get(ChosenReaders).offer(author, readers);
}

/** Shares the version shown, and answers the grant. */
export async function share(author: TestPerson, entry: Entry, reader: TestPerson, wish: object = {}) {
  const { status, body } = await author.post(`/journal-entries/${entry.id}/grants`, {
    versionId: entry.versionId,
    recipientId: reader.id,
    purpose: 'to talk about it',
    ...wish,
  });
  if (status !== 201) throw new Error(`Not shared: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** As if the person had just entered their password, at the college's present time. */
export async function signInAgain(college: TestCollege, person: TestPerson): Promise<void> {
  await college.sql.query('update sign_in set started_at = $2, last_used_at = $2 where person_id = $1', [
    person.id,
    college.clock.now(),
  ]);
  college.app.get(RememberedTokens).forget();
}

/** Sends a file as the bare body, as a browser would. */
export async function attach(
  college: TestCollege,
  person: TestPerson,
  entryId: string,
  bytes: Buffer,
  headers: Record<string, string> = {},
) {
  return college.http
    .post(`/api/v1/journal-entries/${entryId}/attachments`)
    .auth(await person.bearer(), { type: 'bearer' })
    .set({ 'content-type': 'application/octet-stream', ...headers })
    .send(bytes);
}

/** A small picture. */
export const picture = (side = 8): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
