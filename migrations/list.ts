import { Platform1795000000001 } from './0001-platform.js';
import { College1795000000002 } from './0002-college.js';
import { People1795000000003 } from './0003-people.js';
import { Courses1795000000004 } from './0004-courses.js';
import { Sessions1795000000005 } from './0005-sessions.js';
import { Enrolment1795000000006 } from './0006-enrolment.js';
import { Attendance1795000000007 } from './0007-attendance.js';
import { Notifications1795000000008 } from './0008-notifications.js';
import { Certification1795000000009 } from './0009-certification.js';
import { Prospectus1795000000020 } from './0020-prospectus.js';
import { CalendarFeeds1795000000030 } from './0030-calendar-feeds.js';
import { SessionsAtRisk1795000000031 } from './0031-sessions-at-risk.js';
import { Journals1795000000070 } from './0070-journals.js';
import { CourseFiles1795000000075 } from './0075-course-files.js';
import { Ceu1795000000080 } from './0080-ceu.js';
import { CeuPapers1795000000081 } from './0081-ceu-papers.js';
import { Outcomes1795000000082 } from './0082-outcomes.js';
import { Certification1795000000090 } from './0090-certification.js';
import { CertificationMessages1795000000091 } from './0091-certification-messages.js';
import { CertificationGuards1795000000096 } from './0096-certification-guards.js';
import { JournalMending1795000000100 } from './0100-journal-mending.js';
import { SecondFactor1795000000110 } from './0110-second-factor.js';
import { SignInPlaces1795000000111 } from './0111-sign-in-places.js';
import { SecondAdministrator1795000000112 } from './0112-second-administrator.js';
import { FirstPasswords1795000000113 } from './0113-first-passwords.js';
import { PrivateDetails1795000000120 } from './0120-private-details.js';
import { Adjustments1795000000121 } from './0121-adjustments.js';
import { ContactChanges1795000000122 } from './0122-contact-changes.js';
import { Reads1795000000130 } from './0130-reads.js';
import { Erasure1795000000131 } from './0131-erasure.js';
import { ErasurePlans1795000000132 } from './0132-erasure-plans.js';
import { EventSeals1795000000133 } from './0133-event-seals.js';
import { DataRequests1795000000134 } from './0134-data-requests.js';
import { EvaluationsAndMeasures1795000000140 } from './0140-evaluations-and-measures.js';
import { LearningPlans1795000000141 } from './0141-learning-plans.js';
import { EvaluationItemsStay1795000000142 } from './0142-evaluation-items-stay.js';
import { Reports1795000000150 } from './0150-reports.js';
import { DaysOfSessions1795000000151 } from './0151-days-of-sessions.js';
import { CertificationNews1795000000170 } from './0170-certification-news.js';
import { JournalRoom1795000000171 } from './0171-journal-room.js';
import { JournalRoomByEntry1795000000172 } from './0172-journal-room-by-entry.js';
import { ToldAndDoneInTime1795000000179 } from './0179-told-and-done-in-time.js';
import { AdvisingAndMeasureMessages1795000000189 } from './0189-advising-and-measure-messages.js';
import { OneClock1795000000190 } from './0190-one-clock.js';
import { NobodyDecidesAboutThemselves1795000000192 } from './0192-nobody-decides-about-themselves.js';
import { SecondAdministratorEndsToo1795000000193 } from './0193-second-administrator-ends-too.js';
import { PlacesTold1795000000194 } from './0194-places-told.js';
import { LimitsTellNothing1795000000195 } from './0195-limits-tell-nothing.js';
import { LettersTellNothing1795000000196 } from './0196-letters-tell-nothing.js';
import { SecondPersonForCards1795000000197 } from './0197-second-person-for-cards.js';
import { JournalWrittenSince1795000000198 } from './0198-journal-written-since.js';
import { SealedReadings1795000000199 } from './0199-sealed-readings.js';
import { DeletingIsAFeature1795000000200 } from './0200-deleting-is-a-feature.js';
import { AccountTraces1795000000201 } from './0201-account-traces.js';
import { ZonesArePlaces1795000000203 } from './0203-zones-are-places.js';
import { PlannedSessions1795000000204 } from './0204-planned-sessions.js';
import { RescheduledByTheRules1795000000205 } from './0205-rescheduled-by-the-rules.js';
import { Leaving1795000000207 } from './0207-leaving.js';
import { CollegeTexts1795000000208 } from './0208-college-texts.js';
import { SafetyPlans1795000000209 } from './0209-safety-plans.js';
import { PairOfEachSession1795000000210 } from './0210-pair-of-each-session.js';
import { PlacesOfferedOn1795000000211 } from './0211-places-offered-on.js';
import { WaitingEnded1795000000212 } from './0212-waiting-ended.js';
import { NothingAfterAnErasure1795000000214 } from './0214-nothing-after-an-erasure.js';
import { LivedExperienceIsAboutSomebody1795000000215 } from './0215-lived-experience-is-about-somebody.js';
import { HeldTime1795000000217 } from './0217-held-time.js';
import { WhatACalendarShows1795000000219 } from './0219-what-a-calendar-shows.js';
import { Wishes1795000000221 } from './0221-wishes.js';
import { BasisOfTheYear1795000000223 } from './0223-basis-of-the-year.js';
import { LeaversStayCounted1795000000224 } from './0224-leavers-stay-counted.js';
import { WhatNobodyEmptied1795000000225 } from './0225-what-nobody-emptied.js';
import { AttendedMinutes1795000000227 } from './0227-attended-minutes.js';
import { MovedSessions1795000000228 } from './0228-moved-sessions.js';
import { FoundByWords1795000000231 } from './0231-found-by-words.js';
import { ClaimsInEveryScript1795000000232 } from './0232-claims-in-every-script.js';
import { PrintedAddresses1795000000233 } from './0233-printed-addresses.js';
import { WhatReadinessReads1795000000234 } from './0234-what-readiness-reads.js';
import { OrderWithoutClocks1795000000237 } from './0237-order-without-clocks.js';
import { Restores1795000000241 } from './0241-restores.js';
import { EndedAgain1795000000242 } from './0242-ended-again.js';
import { ContactAwaitsItsOwner1795000000243 } from './0243-contact-awaits-its-owner.js';
import { JobsThatWait1795000000245 } from './0245-jobs-that-wait.js';
import { SpanOfARun1795000000252 } from './0252-span-of-a-run.js';
import { RunsOnShow1795000000253 } from './0253-runs-on-show.js';
import { ShownStamp1795000000254 } from './0254-shown-stamp.js';
import { ListsByTheirFilters1795000000255 } from './0255-lists-by-their-filters.js';
import { ARegisterCheckedAtOnce1795000000260 } from './0260-a-register-checked-at-once.js';
import { ManyJobsAtOnce1795000000261 } from './0261-many-jobs-at-once.js';
import { FoundWithoutLookingAtWhatIsOver1795000000263 } from './0263-found-without-looking-at-what-is-over.js';
import { WhatIsOverByItself1795000000264 } from './0264-what-is-over-by-itself.js';
import { TheWeekOfTheCollege1795000000270 } from './0270-the-week-of-the-college.js';
import { WhichCertificationsEnd1795000000273 } from './0273-which-certifications-end.js';
import { OfOnePersonHere1795000000274 } from './0274-of-one-person-here.js';
import { ManyAtOnce1795000000277 } from './0277-many-at-once.js';
import { ListsInTheirOrders1795000000278 } from './0278-lists-in-their-orders.js';
import { NoticesAfterAnErasure1795000000280 } from './0280-notices-after-an-erasure.js';
import { MoreThanABatchHolds1795000000281 } from './0281-more-than-a-batch-holds.js';

/** Every migration, oldest first. */
export const migrations = [
  Platform1795000000001,
  College1795000000002,
  People1795000000003,
  Courses1795000000004,
  Sessions1795000000005,
  Enrolment1795000000006,
  Attendance1795000000007,
  Notifications1795000000008,
  Certification1795000000009,
  Prospectus1795000000020,
  CalendarFeeds1795000000030,
  SessionsAtRisk1795000000031,
  Journals1795000000070,
  CourseFiles1795000000075,
  Ceu1795000000080,
  CeuPapers1795000000081,
  Outcomes1795000000082,
  Certification1795000000090,
  CertificationMessages1795000000091,
  CertificationGuards1795000000096,
  JournalMending1795000000100,
  SecondFactor1795000000110,
  SignInPlaces1795000000111,
  SecondAdministrator1795000000112,
  FirstPasswords1795000000113,
  PrivateDetails1795000000120,
  Adjustments1795000000121,
  ContactChanges1795000000122,
  Reads1795000000130,
  Erasure1795000000131,
  ErasurePlans1795000000132,
  EventSeals1795000000133,
  DataRequests1795000000134,
  EvaluationsAndMeasures1795000000140,
  LearningPlans1795000000141,
  EvaluationItemsStay1795000000142,
  Reports1795000000150,
  DaysOfSessions1795000000151,
  CertificationNews1795000000170,
  JournalRoom1795000000171,
  JournalRoomByEntry1795000000172,
  ToldAndDoneInTime1795000000179,
  AdvisingAndMeasureMessages1795000000189,
  OneClock1795000000190,
  NobodyDecidesAboutThemselves1795000000192,
  SecondAdministratorEndsToo1795000000193,
  PlacesTold1795000000194,
  LimitsTellNothing1795000000195,
  LettersTellNothing1795000000196,
  SecondPersonForCards1795000000197,
  JournalWrittenSince1795000000198,
  SealedReadings1795000000199,
  DeletingIsAFeature1795000000200,
  AccountTraces1795000000201,
  ZonesArePlaces1795000000203,
  PlannedSessions1795000000204,
  RescheduledByTheRules1795000000205,
  Leaving1795000000207,
  CollegeTexts1795000000208,
  SafetyPlans1795000000209,
  PairOfEachSession1795000000210,
  PlacesOfferedOn1795000000211,
  WaitingEnded1795000000212,
  NothingAfterAnErasure1795000000214,
  LivedExperienceIsAboutSomebody1795000000215,
  HeldTime1795000000217,
  WhatACalendarShows1795000000219,
  Wishes1795000000221,
  BasisOfTheYear1795000000223,
  LeaversStayCounted1795000000224,
  WhatNobodyEmptied1795000000225,
  AttendedMinutes1795000000227,
  MovedSessions1795000000228,
  FoundByWords1795000000231,
  ClaimsInEveryScript1795000000232,
  PrintedAddresses1795000000233,
  WhatReadinessReads1795000000234,
  OrderWithoutClocks1795000000237,
  Restores1795000000241,
  EndedAgain1795000000242,
  ContactAwaitsItsOwner1795000000243,
  JobsThatWait1795000000245,
  SpanOfARun1795000000252,
  RunsOnShow1795000000253,
  ShownStamp1795000000254,
  ListsByTheirFilters1795000000255,
  ARegisterCheckedAtOnce1795000000260,
  ManyJobsAtOnce1795000000261,
  FoundWithoutLookingAtWhatIsOver1795000000263,
  WhatIsOverByItself1795000000264,
  TheWeekOfTheCollege1795000000270,
  WhichCertificationsEnd1795000000273,
  OfOnePersonHere1795000000274,
  ManyAtOnce1795000000277,
  ListsInTheirOrders1795000000278,
  NoticesAfterAnErasure1795000000280,
  MoreThanABatchHolds1795000000281,
];
