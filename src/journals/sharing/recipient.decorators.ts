import type { Tx } from '../../platform/database/sql.js';
import { Declaration } from '../../platform/discovery/declarations.js';

/** Answers the ids of people whom an author may share with, e.g. the accepted facilitators of their runs. */
export type RecipientSource = (authorId: string) => Promise<string[]>;

/** An author, and somebody who may or must not read what they share. */
export interface Pair {
  authorId: string;
  readerId: string;
}

/** Answers those pairs that must not be, e.g. because the reader decides on the author's application. */
export type RecipientExclusion = (tx: Tx, pairs: readonly Pair[]) => Promise<Pair[]>;

const alike = () => ['asked'];

export const sources = new Declaration<undefined, RecipientSource>(
  'whom authors may share journal entries with',
  alike,
);
export const exclusions = new Declaration<undefined, RecipientExclusion>('who must read no journal entries', alike);

/** Answers people whom authors may choose. */
export const OffersRecipients = () => sources.says(undefined);

/** Answers who must not be a reader of whom (BR-126). */
export const ExcludesRecipients = () => exclusions.says(undefined);
