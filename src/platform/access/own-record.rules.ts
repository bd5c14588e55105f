import type { Actor } from '../actor.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { type ProblemCode, refuse } from '../errors/refusal.js';

/** Whether the record is about the one who acts. */
export const isOwnRecord = ({ personId }: Pick<Actor, 'personId'>, subjectId: string | null | undefined): boolean =>
  personId === subjectId;

/**
 * Nobody judges, marks, prefers, releases, approves, confirms or counts themselves, whatever roles they hold (BR-207).
 * Asked once it is known that they may see the record, and before its state is looked at. A topic that has words of its
 * own for it names its code.
 */
export function refuseOwnRecord(
  actor: Pick<Actor, 'personId'>,
  subjectId: string | null | undefined,
  code: ProblemCode = platformRefusals.own_record,
): void {
  if (isOwnRecord(actor, subjectId)) throw refuse(code);
}
