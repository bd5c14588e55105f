import { hash } from 'node:crypto';
import { aDay } from '../../platform/calendar.js';
import { fieldError, type FieldError, refuse } from '../../platform/errors/refusal.js';
import { foldedTogether } from '../../platform/text/folded-text.rules.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import { transition, type StateTable } from '../../platform/states/state-table.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { ExternalCeClaim } from './external-ce-claim.entity.js';
import { selfPacedMinutes } from '../ledger/ce-award.rules.js';
import type { CreditKind } from '../ledger/ce-credit.rules.js';
import type { RoundingRule } from '../approvals/rounding.rules.js';

export const claimStates = [
  'submitted',
  'under_review',
  'accepted_full',
  'accepted_part',
  'returned',
  'rejected',
  'appealed',
] as const;
export type ClaimState = (typeof claimStates)[number];

/**
 * Moves of a claim about an event elsewhere (`src/ceu/rules.md`). A returned one is handed in again; one appeal follows
 * a refusal.
 */
export const claimMoves = {
  submitted: ['under_review', 'accepted_full', 'accepted_part', 'returned', 'rejected'],
  under_review: ['accepted_full', 'accepted_part', 'returned', 'rejected'],
  accepted_full: [],
  accepted_part: ['appealed'],
  returned: ['submitted'],
  rejected: ['appealed'],
  appealed: ['accepted_full', 'accepted_part', 'rejected'],
} as const satisfies StateTable<ClaimState>;

export const claimOutcomes = [
  'accepted_full',
  'accepted_part',
  'returned',
  'rejected',
] as const satisfies readonly ClaimState[];
export type ClaimOutcome = (typeof claimOutcomes)[number];

export const claimModes = ['in_person', 'online', 'self_paced'] as const;
export type ClaimMode = (typeof claimModes)[number];

/** Which rule rounds credit from elsewhere: each kind has the one in common use. */
export const externalRounding: Record<CreditKind, RoundingRule> = {
  ceu_tenths: 'iacet_nearest_tenth',
  ce_hours: 'floor_to_hour',
};

/** What is missing for a review, in a claim that was kept when it could still be handed in without (BR-118). */
export const missingInClaim = ({
  objectives,
  presenter,
}: Record<'objectives' | 'presenter', string | null>): FieldError[] =>
  Object.entries({ objectives, presenter }).flatMap(([name, text]) =>
    text ? [] : [fieldError('required', 'fields.required', {}, `/${name}`)],
  );

/**
 * The same event, however its title and provider are written: without case, spaces, punctuation, and accents of Latin
 * and Greek letters. Signs that make another word stay: `C++` is not `C`.
 */
export function fingerprintOf({
  title,
  provider,
  startsOn,
  endsOn,
}: {
  title: string;
  provider: string;
  startsOn: string;
  endsOn: string;
}): string {
  const said = JSON.stringify([foldedTogether(title), foldedTogether(provider), startsOn, endsOn]);
  return hash('sha256', said, 'base64url').slice(0, 32);
}

/** Days from one to the other, both included. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / aDay) + 1;

/** What decides on a decision. */
export type ClaimFacts = Pick<
  ExternalCeClaim,
  'state' | 'decidedBy' | 'mode' | 'minutes' | 'startsOn' | 'endsOn' | 'monitored'
>;

/** Who reviews, and what ties them to those who claim. */
export interface Reviewer {
  personId: string;
  /** With whom of them they facilitate or did. */
  coFacilitates: ReadonlySet<string>;
}

/** Nobody reviews their own claim or that of somebody they facilitate with (BR-119). 403 `claim_review_conflict`. */
export function requireUnconcerned(reviewer: Reviewer, claimantId: string): void {
  if (isOwnRecord(reviewer, claimantId) || reviewer.coFacilitates.has(claimantId))
    throw refuse(ceuRefusals.claim_review_conflict);
}

/** A decision in the words of a reviewer. */
export interface ClaimDecision {
  outcome: ClaimOutcome;
  minutes?: number;
  reasons?: string;
}

/**
 * The minutes that a decision accepts; null where it accepts none. Refuses a decision that may not be made, alone or with
 * others: 403 `claim_reviewed_by_you` for an appeal against one's own decision, 409 `state_conflict`, 422
 * `claim_reasons_missing` or `claim_minutes_do_not_fit`.
 */
export function acceptedBy(
  reviewer: Pick<Reviewer, 'personId'>,
  claim: ClaimFacts,
  { outcome, minutes, reasons }: ClaimDecision,
  dailyCapMinutes: number,
): number | null {
  transition(claimMoves, claim.state, outcome);
  if (claim.state === 'appealed' && claim.decidedBy === reviewer.personId)
    throw refuse(ceuRefusals.claim_reviewed_by_you);
  if (reasons === undefined && outcome !== 'accepted_full') throw refuse(ceuRefusals.claim_reasons_missing);
  if (outcome !== 'accepted_full' && outcome !== 'accepted_part') return null;
  const most =
    claim.mode === 'self_paced'
      ? selfPacedMinutes(claim.minutes, daysBetween(claim.startsOn, claim.endsOn), claim.monitored, dailyCapMinutes)
      : claim.minutes;
  if (outcome === 'accepted_full') return most;
  if (minutes === undefined || minutes >= most)
    throw refuse(ceuRefusals.claim_minutes_do_not_fit, { values: { minutes: most } });
  return minutes;
}
