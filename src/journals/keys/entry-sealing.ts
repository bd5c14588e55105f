import { hkdfSync } from 'node:crypto';
import type { PersonalKey } from '../../platform/keys/personal-keys.js';
import { newKey, seal, unlessDamaged, unseal } from '../../platform/keys/sealing.js';
import type { ChimeTag } from '../entries/entry.rules.js';
import type { EntryKey } from './journal-keys.js';

/**
 * What a list shows of an entry. It is content like the rest, sealed apart so that a list need not open whole entries.
 */
export interface EntryHead {
  title: string | null;
  mood: string | null;
  tags: ChimeTag[];
  runId: string | null;
  sessionId: string | null;
}

/** One part of an entry: words, a picture or recording, or both. */
export interface EntryBlock {
  promptId: string | null;
  text: string;
  /** With the key of its file, so that whoever can open a version can open what it shows, and nobody else. */
  attachment: { id: string; key: string; description: string | null } | null;
}

export interface EntryContent extends EntryHead {
  blocks: EntryBlock[];
}

/** Which version something sealed belongs to; all of it is bound in as associated data. */
export interface VersionPlace {
  authorId: string;
  entryId: string;
  versionId: string;
  /** The author's personal key, by its id; the tree with the entry's key lies under it. */
  keyId: string;
}

export interface SealedVersion {
  sealedKey: Buffer;
  head: Buffer;
  body: Buffer;
}

/**
 * Seals one version under a fresh key, which the entry's own key seals; the reporting role reads none of them (BR-124).
 */
export function sealVersion(entry: EntryKey, place: VersionPlace, { blocks, ...head }: EntryContent): SealedVersion {
  const key = newKey();
  return {
    sealedKey: seal(entry.key, key, about('key', place)),
    head: sealPadded(key, head, about('head', place)),
    body: sealPadded(key, blocks, about('body', place)),
  };
}

/** The version's own key, for its author. */
export const keyOfVersion = (entry: EntryKey, place: VersionPlace, sealedKey: Buffer): Buffer =>
  unseal(entry.key, sealedKey, about('key', place));

export const openHead = (key: Buffer, place: VersionPlace, head: Buffer): EntryHead =>
  openPadded(key, head, about('head', place)) as EntryHead;
export const openBody = (key: Buffer, place: VersionPlace, body: Buffer): EntryBlock[] =>
  openPadded(key, body, about('body', place)) as EntryBlock[];

/** A version as its author finds it; what is damaged of it is missing. */
export interface OpenedVersion {
  head: EntryHead | undefined;
  blocks: EntryBlock[] | undefined;
}

/** Opens what can be opened. */
export function openVersion(
  entry: EntryKey,
  version: VersionPlace & Pick<SealedVersion, 'sealedKey' | 'head'> & Partial<Pick<SealedVersion, 'body'>>,
): OpenedVersion {
  const key = unlessDamaged(() => keyOfVersion(entry, version, version.sealedKey));
  const { head, body } = version;
  return {
    head: key && unlessDamaged(() => openHead(key, version, head)),
    blocks: key && body && unlessDamaged(() => openBody(key, version, body)),
  };
}

/** A short text beside a version: the purpose of a grant, a comment. `what` names the very row. */
export const sealNote = (key: Buffer, place: VersionPlace, what: string, text: string): Buffer =>
  sealPadded(key, text, about(what, place));
export const openNote = (key: Buffer, place: VersionPlace, what: string, sealed: Buffer): string =>
  String(openPadded(key, sealed, about(what, place)));

/**
 * Seals a version's key for one reader. The lock is made of the keys of the entry and of the reader: when either is
 * gone, a grant in an old copy of the database opens nothing (BR-132, BR-136).
 */
export const sealForReader = (
  key: Buffer,
  entry: EntryKey,
  reader: PersonalKey,
  place: VersionPlace,
  grantId: string,
): Buffer => seal(lockOf(entry, reader, grantId), key, about(`grant ${grantId}`, place));

export const openForReader = (
  sealed: Buffer,
  entry: EntryKey,
  reader: PersonalKey,
  place: VersionPlace,
  grantId: string,
): Buffer => unseal(lockOf(entry, reader, grantId), sealed, about(`grant ${grantId}`, place));

function lockOf(entry: EntryKey, reader: PersonalKey, grantId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.concat([entry.key, reader.key]), grantId, 'journal grant', 32));
}

const step = 256;

/**
 * JSON, its length before it, zeros up to the next 256 bytes: the size of what is stored says little about what was
 * written.
 */
function sealPadded(key: Buffer, value: unknown, bound: string[]): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  const padded = Buffer.alloc(Math.ceil((text.length + 4) / step) * step);
  padded.writeUInt32BE(text.length);
  text.copy(padded, 4);
  return seal(key, padded, bound);
}

function openPadded(key: Buffer, sealed: Buffer, bound: string[]): unknown {
  const padded = unseal(key, sealed, bound);
  return JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE()).toString());
}

const about = (part: string, { authorId, entryId, versionId, keyId }: VersionPlace) => [
  'journal 1',
  part,
  authorId,
  entryId,
  versionId,
  keyId,
];
