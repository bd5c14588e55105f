import { ArrayMaxSize, ArrayUnique, IsBoolean, IsInt, IsNumber, Max, Min } from 'class-validator';
import { Fraction, Omittable } from '../platform/http/dto.js';

/** Every number that a rule leaves to the college, with its default. */
export class Policy {
  /** Years from which on a person may register; default 18 (BR-44). */
  @Omittable() @IsInt() @Min(0) @Max(120) registrationMinimumAge: number = 18;
  /** Runs of one term that a learner may hold a place or an offer in; default 3, drop-ins excluded (BR-46). */
  @Omittable() @IsInt() @Min(1) @Max(50) termMaxRunsPerLearner: number = 3;
  /** Fewest learners for which a run is worth holding; default 4. */
  @Omittable() @IsInt() @Min(1) @Max(500) runCohortMinimum: number = 4;
  /** Places of a run, where its version says nothing; default 12. */
  @Omittable() @IsInt() @Min(1) @Max(500) runCapacityDefault: number = 12;
  /** Most learners per accepted facilitator; default 10 (BR-25). */
  @Omittable() @IsInt() @Min(1) @Max(100) runMaxLearnersPerFacilitator: number = 10;
  /** Whether the first session of a run is mandatory unless the run says otherwise; default false (BR-55). */
  @Omittable() @IsBoolean() runFirstSessionMandatory: boolean = false;
  /** Whether two peers, one of them a subject expert, may run a course together; default false (BR-21). */
  @Omittable() @IsBoolean() allowPeerPlusPeerExpert: boolean = false;
  /** Minutes kept free between two different venues; default 30 (BR-27). */
  @Omittable() @IsInt() @Min(0) @Max(240) travelBufferMinutes: number = 30;
  /** Minutes by which a session may move without a free withdrawal being offered; default 30 (BR-32). */
  @Omittable() @IsInt() @Min(0) @Max(1440) rescheduleToleranceMinutes: number = 30;
  /** Hours before a session from which on it can be waived that no peer holds it; default 48 (BR-28). */
  @Omittable() @IsInt() @Min(0) @Max(336) peerDropOutHours: number = 48;
  /** Days before the first and after the last session in which facilitators see a roster; default 14 (BR-37). */
  @Omittable() @IsInt() @Min(0) @Max(90) rosterDays: number = 14;
  /** Minutes before an online session from which on its link to join is shown; default 15 (I-14). */
  @Omittable() @IsInt() @Min(0) @Max(120) joinWindowMinutes: number = 15;
  /** Hours before the start from which on a withdrawal is noted as late; default 24 (BR-54). */
  @Omittable() @IsInt() @Min(0) @Max(336) lateNoticeHours: number = 24;
  /** Hours that an offered place is held; default 48 (BR-50). */
  @Omittable() @IsInt() @Min(1) @Max(336) offerHoldHours: number = 48;
  /** Hours before the next session at which every offer ends; default 2 (BR-50, BR-183). */
  @Omittable() @IsInt() @Min(0) @Max(168) offerLeadHours: number = 2;
  /** Sessions still ahead with which a free place of a run that has begun is offered on; default 1 (BR-183). */
  @Omittable() @IsInt() @Min(1) @Max(50) waitlistOfferWhileSessionsAhead: number = 1;
  /** Working days within which somebody asks how a person is who did not come; default 1 (BR-57). */
  @Omittable() @IsInt() @Min(1) @Max(10) welfareDueWorkingDays: number = 1;
  /** Absences in one run after which a conversation is offered; default 2 (BR-58). */
  @Omittable() @IsInt() @Min(1) @Max(20) absencesBeforeConversation: number = 2;
  /**
   * Minutes before the start and after the end of a session in which somebody may be recorded as there, and from which
   * check-in is open; default 30.
   */
  @Omittable() @IsInt() @Min(0) @Max(240) attendanceGraceMinutes: number = 30;
  /**
   * Minutes after the start from which on a self check-in counts as late; the real minutes count either way; default
   * 10.
   */
  @Omittable() @IsInt() @Min(0) @Max(240) lateAfterMinutes: number = 10;
  /** Days after a session until its register locks; default 7 (BR-62). */
  @Omittable() @IsInt() @Min(0) @Max(90) registerLockDays: number = 7;
  /** Share of delivered sessions, 0 to 1, that earns a certificate of attendance; default 0.5 (BR-61). */
  @Omittable() @Fraction() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(1) attendanceShare: number = 0.5;
  /** Months after publication until a version is due for review; default 12. */
  @Omittable() @IsInt() @Min(1) @Max(60) reviewIntervalMonths: number = 12;
  /** Days that a version stays runnable after its review was due; default 60 (BR-11). */
  @Omittable() @IsInt() @Min(0) @Max(365) reviewGraceDays: number = 60;
  /** Places left from which on people are told "few places"; default 3 (BR-211). */
  @Omittable() @IsInt() @Min(0) @Max(50) fewPlacesLeft: number = 3;
  /** Days after which a person is asked again how they may safely be reached; default 180 (BR-148). */
  @Omittable() @IsInt() @Min(1) @Max(3650) contactRecheckDays: number = 180;
  /** Days without confirmation after which only messages inside the service are used; default 365 (BR-148). */
  @Omittable() @IsInt() @Min(1) @Max(3650) contactStaleDays: number = 365;
  /** Hours before a session at which its learners are reminded; default 24. */
  @Omittable() @IsInt() @Min(1) @Max(336) sessionReminderHours: number = 24;
  /** Days for which a journal entry is shared unless its author says otherwise; default 30 (BR-127). */
  @Omittable() @IsInt() @Min(1) @Max(180) journalGrantDays: number = 30;
  /** Most days for which a journal entry may be shared; default 180 (BR-127). */
  @Omittable() @IsInt() @Min(1) @Max(180) journalGrantDaysMost: number = 180;
  /** Room for the pictures and recordings in one person's journal, in megabytes; default 200. */
  @Omittable() @IsInt() @Min(10) @Max(10000) journalMegabytes: number = 200;
  /** Room for what one person writes in their journal, all versions of it, in megabytes; default 200. */
  @Omittable() @IsInt() @Min(1) @Max(10000) journalTextMegabytes: number = 200;
  /** Fewest minutes that earn credit for continuing education, where an approval says nothing else; default 30. */
  @Omittable() @IsInt() @Min(0) @Max(6000) ceMinimumMinutes: number = 30;
  /**
   * Share of the minutes that count which a learner has to attend for credit, in percent, where an approval says
   * nothing else; default 100 (BR-110).
   */
  @Omittable() @IsInt() @Min(1) @Max(100) ceAttendancePercent: number = 100;
  /** Most minutes of self-paced learning that count on one day; default 480 (BR-112). */
  @Omittable() @IsInt() @Min(1) @Max(1440) ceSelfPacedDailyCapMinutes: number = 480;
  /** Years, after the end of the year of an award, for which its record is kept; default 7 (BR-117). */
  @Omittable() @IsInt() @Min(1) @Max(50) ceRetentionYears: number = 7;
  /** Days before the expiry of a certification on which its holder is reminded; default 120, 60, 30 and 7 (BR-96). */
  @Omittable()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(730, { each: true })
  certificationNoticeDays: number[] = [120, 60, 30, 7];
  /**
   * Days before expiry from which an external certification counts as due for renewal; default 90. Requirement sets say
   * it for the college's own.
   */
  @Omittable() @IsInt() @Min(0) @Max(365) certificationWindowDays: number = 90;
  /**
   * Days after expiry until an external certification counts as lapsed; default 180. Requirement sets say it for the
   * college's own.
   */
  @Omittable() @IsInt() @Min(0) @Max(730) certificationGraceDays: number = 180;
  /** Whether somebody whose certification is in its days of grace may facilitate; default false (BR-97). */
  @Omittable() @IsBoolean() certificationGraceMayFacilitate: boolean = false;
  /** Months without a step after which an application expires; default 24. */
  @Omittable() @IsInt() @Min(1) @Max(120) applicationIdleMonths: number = 24;
  /** Fewest members of a certification panel; default 3, at least half of them with lived experience (BR-92). */
  @Omittable() @IsInt() @Min(3) @Max(20) certificationPanelMinimum: number = 3;
  /** Months back in which working together keeps somebody off a panel; default 12 (BR-92). */
  @Omittable() @IsInt() @Min(0) @Max(120) panelConflictMonths: number = 12;
  /** Days in which the holder may answer a notice of revocation; default 30 (BR-94). */
  @Omittable() @IsInt() @Min(1) @Max(365) revocationResponseDays: number = 30;
  /** Days after the answer, or after the time for it, in which a revocation may be decided; default 30 (BR-94). */
  @Omittable() @IsInt() @Min(1) @Max(365) revocationDecisionDays: number = 30;
  /** Business days in which a refusal or a revocation can be appealed; default 10 (BR-93, BR-94). */
  @Omittable() @IsInt() @Min(1) @Max(100) appealBusinessDays: number = 10;
  /** Days that an interim suspension lasts unless somebody else renews it; default 30 (BR-95). */
  @Omittable() @IsInt() @Min(1) @Max(90) interimSuspensionDays: number = 30;
  /**
   * Days after the last session, or a session, in which it can be evaluated; the results are told afterwards; default
   * 30.
   */
  @Omittable() @IsInt() @Min(1) @Max(365) evaluationDays: number = 30;
  /**
   * Fewest people or things of which a number is told, besides 0; default 5 (BR-166). It can be raised, not lowered.
   */
  @Omittable() @IsInt() @Min(5) @Max(100) reportSmallNumber: number = 5;
  /** Fewest people of whom a percentage is told; default 10 (BR-167). It can be raised, not lowered. */
  @Omittable() @IsInt() @Min(10) @Max(1000) reportPercentDenominator: number = 10;
  /** Fewest learners measured twice whose change is told; default 10 (BR-82). It can be raised, not lowered. */
  @Omittable() @IsInt() @Min(10) @Max(1000) measureGroupMinimum: number = 10;
  /** Learners measured twice below whom their change is only indicative; default 30 (BR-82). */
  @Omittable() @IsInt() @Min(10) @Max(10000) measureIndicativeBelow: number = 30;
  /**
   * Days in which the college answers a request about personal data; default 30 (BR-160). It can be shortened, not
   * lengthened.
   */
  @Omittable() @IsInt() @Min(1) @Max(30) dataRequestDays: number = 30;
  /** Days by which such an answer can be put off once, with a reason; default 30 (BR-160). */
  @Omittable() @IsInt() @Min(1) @Max(30) dataRequestExtensionDays: number = 30;
  /** Years for which the register keeps a certificate of somebody who was erased; default 7 (BR-105). */
  @Omittable() @IsInt() @Min(1) @Max(50) certificationRegisterYears: number = 7;
  /** Years for which a follow-up is kept after it was settled and the place that it was about ended; default 1 (BR-230). */
  @Omittable() @IsInt() @Min(1) @Max(10) followUpYears: number = 1;
  /**
   * Years for which support needs, adjustments, an emergency contact and earlier ways of contact are kept after they
   * ended or were replaced, or after their person was last here; default 2 (BR-230).
   */
  @Omittable() @IsInt() @Min(1) @Max(10) confidedYears: number = 2;
  /**
   * Days after somebody was told that a card of the staff was used for their account in which its password opens nothing
   * that was written before; default 7 (BR-188).
   */
  @Omittable() @IsInt() @Min(1) @Max(60) cardSealedDays: number = 7;
  /** Working days in which whoever asked for a welcome conversation gets an answer; default 5 (BR-184). */
  @Omittable() @IsInt() @Min(1) @Max(20) wishWelcomeConversationWorkingDays: number = 5;
  /**
   * Working days in which a wish for an adjustment is answered, and before the next session in any case; default 3
   * (BR-184).
   */
  @Omittable() @IsInt() @Min(1) @Max(20) wishAdjustmentWorkingDays: number = 3;
  /** Working days in which a request for a place is approved or declined; default 3 (BR-184). */
  @Omittable() @IsInt() @Min(1) @Max(20) wishApprovalWorkingDays: number = 3;
  /** Working days in which a facilitator who asked for supervision gets an answer; default 5 (BR-184). */
  @Omittable() @IsInt() @Min(1) @Max(20) wishSupervisionWorkingDays: number = 5;
}

/** Policy numbers to change. It starts empty, without the defaults: what is left out stays as it is. */
export class PolicyChange extends Policy {
  constructor() {
    super();
    for (const name of Object.keys(this)) Reflect.deleteProperty(this, name);
  }
}
