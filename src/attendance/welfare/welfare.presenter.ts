import { textOf } from '../../catalogues/catalogues.js';
import type { CollegeDto } from '../../college/college.dto.js';
import type { Actor } from '../../platform/actor.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import { canSeeRegister } from '../register/attendance.policy.js';
import type { AttemptDto, FollowUpDto } from './welfare.dto.js';
import type { OwnColumns } from './welfare.queries.js';
import { type ContactWishes, followUpMoves, safeWays } from './welfare.rules.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';
import { when } from '../../platform/access/acts.js';

/** What a person said about being contacted, as JSON has it. */
export type StoredWishes = Omit<ContactWishes, 'confirmedAt'> & { confirmedAt: string };

export const wishesOf = (stored: StoredWishes | null): ContactWishes | null =>
  stored && { ...stored, confirmedAt: new Date(stored.confirmedAt) };

/** A follow-up as the database has it. */
export interface FollowUpRow
  extends OwnColumns, RunDays, Pick<FollowUpDto, 'runId' | 'personId' | 'chosenName' | 'absencesInRun'> {
  contact: StoredWishes | null;
  attempts: AttemptDto[];
  facilitates: boolean;
  rosterDays: number;
}

export function presentFollowUp(
  actor: Actor,
  row: FollowUpRow,
  { crisisSignposts, policy }: CollegeDto,
  now: Date,
): FollowUpDto {
  const safeChannels = safeWays(wishesOf(row.contact), policy, now);
  const next: readonly string[] = followUpMoves[row.state];
  const staff = canSeeRegister(actor, row) && !isOwnRecord(actor, row.personId);
  return {
    id: row.id,
    enrolmentId: row.enrolmentId,
    runId: row.runId,
    sessionId: row.sessionId,
    personId: row.personId,
    chosenName: row.chosenName,
    trigger: row.trigger,
    state: row.state,
    openedAt: row.openedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    conversationOffered: row.conversationOffered,
    firstSessionMissed: row.firstSessionMissed,
    absencesInRun: row.absencesInRun,
    safeChannels,
    attempts: row.attempts.map(({ at, by, channel, outcome }) => ({
      at: new Date(at).toISOString(),
      by,
      channel,
      outcome,
    })),
    crisisSignposts,
    guidance: textOf('answers.welfare_guidance'),
    can: [
      ...when(staff && safeChannels.length > 0 && next.includes('contacted_ok'), 'attempt'),
      ...when(staff && next.includes('closed'), 'close'),
      ...when(row.personId === actor.personId && next.includes('learner_prefers_no_contact'), 'decline'),
    ],
    version: row.version,
  };
}
