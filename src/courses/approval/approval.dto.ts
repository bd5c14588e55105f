import { IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type PeriodicDecision, periodicDecisions, type ReviewOutcome, reviewOutcomes } from './approval.rules.js';
import { type SigningRole, signingRoles } from '../co-production/contributor.rules.js';

/** My sign-off on the content that I have read. */
export class SignOffBody {
  /** The kind of experience that I sign for; I have to be an active contributor with it. */
  @IsIn(signingRoles) asRole: SigningRole;
  /** The `contentHash` of the version as I read it; when the content has changed since, nothing is signed. */
  @Matches(/^[0-9a-f]{64}$/) contentHash: string;
}

/** A sign-off on one state of the content. */
export class SignOffDto {
  /** Id of the sign-off. */
  id: string;
  /** The version that was signed. */
  versionId: string;
  /** Who signed. */
  personId: string;
  /** For which kind of experience. */
  @IsIn(signingRoles) asRole: SigningRole;
  /** Fingerprint of the content that was signed. */
  contentHash: string;
  /** When it was signed (RFC 3339, UTC). */
  signedAt: string;
  /** When the signer took it back. */
  withdrawnAt: string | null;
  /** When an edit made it void (BR-4). */
  voidedAt: string | null;
  /** Neither withdrawn nor void. */
  live: boolean;
}

/** Every sign-off that a version got, oldest first. */
export class SignOffPage extends PageOf(SignOffDto) {}

/** Somebody who reviewed a version. */
export class Reviewer {
  /** Id of the person. */
  @IsIdField() personId: string;
  /** Whether they reviewed it from lived experience. */
  @IsBoolean() livedExperience: boolean;
}

/** What a review came to. */
export class ReviewBody {
  /** `approve`; `return` with changes to make; `reject`, which hands it back to the co-production group. */
  @IsIn(reviewOutcomes) outcome: ReviewOutcome;
  /** Why, in words that help the group. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) reasons: string;
  /** Who reviewed it; an approval needs somebody with lived experience who did not contribute (BR-6). 1 to 20. */
  @NestedList(() => Reviewer, 20, { min: 1, uniqueBy: 'personId' })
  reviewers: Reviewer[];
}

/** A review of a version. */
export class ReviewDto {
  /** Id of the review. */
  id: string;
  /** The version that was reviewed. */
  versionId: string;
  /** What it came to. */
  @IsIn(reviewOutcomes) outcome: ReviewOutcome;
  /** Why. */
  reasons: string;
  /** Who reviewed it. */
  reviewers: Reviewer[];
  /** Fingerprint of the content that was reviewed. */
  contentHash: string;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string;
  /** When an edit made it void. */
  voidedAt: string | null;
}

/** Reviews of a version, oldest first. */
export class ReviewPage extends PageOf(ReviewDto) {}

/** The yearly look at a published version. */
export class PeriodicReviewBody {
  /** The day on which it was held; not in the future. @example 2026-12-15 */
  @LocalDate() heldOn: string;
  /** How many learners took part in it. */
  @IsInt() @Min(0) @Max(10_000) learnerParticipants: number;
  /** What the evaluations say, in short. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) evaluationSummary?: string;
  /** `keep` until the next review; `revise` in a new version; `retire` when nothing runs any more. */
  @IsIn(periodicDecisions) decision: PeriodicDecision;
}

/** A yearly look at a published version. */
export class PeriodicReviewDto {
  /** Id of the review. */
  id: string;
  /** The version that was looked at. */
  versionId: string;
  /** The day on which it was held. */
  heldOn: string;
  /** How many learners took part in it. */
  learnerParticipants: number;
  /** What the evaluations say, in short. */
  evaluationSummary: string | null;
  /** What was decided. */
  @IsIn(periodicDecisions) decision: PeriodicDecision;
  /** By when the next one is due. */
  nextDueOn: string;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string;
}

/** Yearly reviews of a version, oldest first. */
export class PeriodicReviewPage extends PageOf(PeriodicReviewDto) {}
