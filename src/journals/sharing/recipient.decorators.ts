import type { Tx } from '../../platform/database/sql.js';
import { Declaration } from '../../platform/discovery/declarations.js';

/** Answers the ids of people whom an author may share with, e.g. the accepted facilitators of their runs. */
export type RecipientSource = (authorId: string) => Promise<string[]>;

/** Whether this author must not share with this reader, e.g. because the reader decides on the author's application. */
export type RecipientExclusion = (tx: Tx, authorId: string, readerId: string) => Promise<boolean>;

const alike = () => ['asked'];

export const sources = new Declaration<undefined, RecipientSource>(
  'whom authors may share journal entries with',
  alike,
);
export const exclusions = new Declaration<undefined, RecipientExclusion>('who must read no journal entries', alike);

/** Answers people whom authors may choose. */
export const OffersRecipients = () => sources.says(undefined);

/** Answers whether somebody must not be a reader (BR-126). */
export const ExcludesRecipients = () => exclusions.says(undefined);
