import { newKey, seal, SealBroken, unseal } from '../../src/platform/keys/sealing.js';
import { grantState } from '../../src/journals/sharing/grant.rules.js';
import {
  openBody,
  openForReader,
  sealForReader,
  sealVersion,
  keyOfVersion,
  openHead,
} from '../../src/journals/keys/entry-sealing.js';

const key = newKey();
const about = ['journal', 'entry 1', 'version 1'];
const sealed = seal(key, Buffer.from('what I wrote'), about);

test('what is sealed opens with its key at its place, and twice sealed is never the same', () => {
  expect(unseal(key, sealed, about).toString()).toBe('what I wrote');
  expect(seal(key, Buffer.from('what I wrote'), about).equals(sealed)).toBe(false);
});

test.each([
  ['another key', () => unseal(newKey(), sealed, about)],
  ['another place', () => unseal(key, sealed, ['journal', 'entry 2', 'version 1'])],
  ['parts of the place pushed together', () => unseal(key, sealed, ['journal', 'entry 1version 1'])],
  ['a tag of four bytes', () => unseal(key, sealed.subarray(0, -12), about)],
  ['a changed byte', () => unseal(key, Buffer.from(sealed).fill(sealed.readUInt8(20) ^ 1, 20, 21), about)],
  ['an unknown format', () => unseal(key, Buffer.from(sealed).fill(2, 0, 1), about)],
  ['nothing', () => unseal(key, Buffer.alloc(0), about)],
])('it does not open with %s', (_, opening) => {
  expect(opening).toThrow(SealBroken);
});

const author = { id: 'a-key', key: newKey() };
const reader = { id: 'r-key', key: newKey() };
const place = { authorId: 'a', entryId: 'e', versionId: 'v', keyId: 'a-key' };
const content = (text: string) => ({
  title: null,
  mood: null,
  tags: [],
  runId: null,
  sessionId: null,
  blocks: [{ promptId: null, text, attachment: null }],
});

test('a version opens for its author only at its own place', () => {
  const version = sealVersion(author, place, content('words'));
  const opened = keyOfVersion(author, place, version.sealedKey);
  expect(openBody(opened, place, version.body)).toEqual(content('words').blocks);
  expect(openHead(opened, place, version.head).title).toBeNull();
  expect(() => keyOfVersion(reader, place, version.sealedKey)).toThrow(SealBroken);
  for (const part of ['authorId', 'entryId', 'versionId', 'keyId'])
    expect(() => keyOfVersion(author, { ...place, [part]: 'x' }, version.sealedKey)).toThrow(SealBroken);
  expect(() => openBody(opened, place, version.head)).toThrow(SealBroken);
});

test('the size of what is stored grows in steps of 256 bytes', () => {
  const sizes = ['', 'a few', 'a few words more'].map((text) => sealVersion(author, place, content(text)).body.length);
  expect(new Set(sizes).size).toBe(1);
  expect(sealVersion(author, place, content('x'.repeat(300))).body.length - (sizes[0] ?? 0)).toBe(256);
});

test('what is sealed for a reader needs the keys of both, and this very grant', () => {
  const versionKey = newKey();
  const forReader = sealForReader(versionKey, author, reader, place, 'grant 1');
  expect(openForReader(forReader, author, reader, place, 'grant 1').equals(versionKey)).toBe(true);
  const other = { id: 'o', key: newKey() };
  expect(() => openForReader(forReader, other, reader, place, 'grant 1')).toThrow(SealBroken);
  expect(() => openForReader(forReader, author, other, place, 'grant 1')).toThrow(SealBroken);
  expect(() => openForReader(forReader, author, reader, place, 'grant 2')).toThrow(SealBroken);
});

test.each([
  [null, '2027-01-02', 'active'],
  [null, '2027-01-01', 'expired'],
  [new Date('2026-12-31'), '2027-01-02', 'revoked'],
])('a grant revoked %p that ends %s is %s on New Year', (revokedAt, expires, state) => {
  expect(grantState({ revokedAt, expiresAt: new Date(expires) }, new Date('2027-01-01'))).toBe(state);
});
