import type { StreamableFile } from '@nestjs/common';

/** A kind of record about somebody whose readers that person may know (BR-163). */
export interface PersonalRecord {
  /** What it is, as the person sees it in the list of readers. */
  kind: string;
  /** What it is read for. */
  reason: string;
  /** SQL that answers the ids of the people whose records have the ids `$1::uuid[]`. */
  owners: string;
}

/**
 * Where the ids of the records stand; without it, in the answer's own `id`, or in those of its `items`. `ownRecording`:
 * the service records the reading itself, because only it knows what was shown.
 */
export type RecordIds = { inAnswer: string } | { inPath: string } | { inQuery: string } | { ownRecording: true };

export interface Disclosure {
  record: PersonalRecord;
  ids?: RecordIds;
  /** A change stands in the event log; only answering it once more is a reading. */
  onlyReplays?: true;
}

export const DISCLOSES = 'reads:discloses';

/** Records whose id is the person's own. */
export const peopleThemselves = 'select unnest($1::uuid[])';

const contents = new WeakMap<StreamableFile, unknown>();

/** Says what a file was made of, so that its reading can be recorded like that of the answer itself. */
export function madeOf(file: StreamableFile, answer: unknown): StreamableFile {
  contents.set(file, answer);
  return file;
}

/** The answer in a form in which ids can be looked for. */
export const contentOf = (file: StreamableFile): unknown => contents.get(file);
