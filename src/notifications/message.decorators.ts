import type { Actor } from '../platform/actor.js';
import type { Tx } from '../platform/database/sql.js';
import { Declaration } from '../platform/discovery/declarations.js';
import type { MessageKind } from './message.rules.js';

/** A message that is about to go out. */
export interface PlannedMessage {
  subjectId: string;
  personId: string;
  occasion: string;
}

/** Until when what a message says holds, and the zone in which that is told; null is the college's own. */
export interface StillUntil {
  notAfter: Date;
  timeZone: string | null;
}

/** Whether what a message says still holds for this person; where it ends by date, until when. */
export type StillTrue = (tx: Tx, message: PlannedMessage) => Promise<boolean | StillUntil | undefined>;

export const checks = new Declaration<MessageKind, StillTrue>('message → whether it still holds', (kind) => [kind]);

/** Answers whether a message of this kind still holds; asked each time before something goes out (I-25). */
export const StillHolds = (kind: MessageKind) => checks.says(kind);

/** Notes that a message arrived: by a letter that was taken, or read inside the service by `reader`. */
export type NotesArrival = (tx: Tx, message: Pick<PlannedMessage, 'subjectId'>, reader: Actor | null) => Promise<void>;

export const arrivals = new Declaration<MessageKind, NotesArrival>('message → who notes that it arrived', (kind) => [
  kind,
]);

/** Is told when a message of this kind arrived, in the same transaction. */
export const Arrived = (kind: MessageKind) => arrivals.says(kind);
