import { type Abstract, Global, Module, type Provider, type Type } from '@nestjs/common';
import { SessionMarkService } from '../attendance/register/session-mark.service.js';
import { AttendanceModule } from '../attendance/attendance.module.js';
import { CertificationStanding } from '../certificates/certification-standing.js';
import { PrintedNames } from '../certificates/printed-names.js';
import { CertificationModule } from '../certification/certification.module.js';
import { CertificationQueryService } from '../certification/certifications/certification-query.service.js';
import { CeuModule } from '../ceu/ceu.module.js';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { RunNoticeService } from '../enrolment/notices/run-notice.service.js';
import { ParticipantService } from '../enrolment/enrolments/participant.service.js';
import { JournalsModule } from '../journals/journals.module.js';
import { ExportReadyLetters } from '../journals/leaving/export-ready-letters.js';
import { SessionParts } from '../journals/sharing/session-parts.js';
import { ExportReadyLetterService } from '../notifications/export-ready-letter.service.js';
import { InboxService } from '../notifications/inbox.service.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { NoticeTexts } from '../notifications/notice-texts.js';
import { PlansNow } from '../notifications/plans-now.js';
import { OutcomesModule } from '../outcomes/outcomes.module.js';
import { PeopleModule } from '../people/people.module.js';
import { PrintedNameService } from '../people/private-details/printed-name.service.js';
import { AccountTraceService } from '../people/account-traces/account-trace.service.js';
import { DeviceTokenService } from '../people/sign-in/device-token.service.js';
import { SealedTexts } from '../platform/keys/sealed-texts.js';
import { KnownDevices } from '../platform/limits/known-devices.js';
import { LimitedSignIns } from '../platform/limits/limited-sign-ins.js';
import { Names } from '../platform/names/names.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { SealedRecordService } from '../privacy/sealed-record.service.js';
import { QueueLengths } from '../sessions/runs/queue-lengths.js';
import { QueueLengthService } from '../enrolment/waitlist/queue-length.service.js';
import { NameService } from '../sessions/names/name.service.js';
import { DeliveredPracticeService } from '../sessions/delivery/delivered-practice.service.js';
import { SessionMarks } from '../sessions/sessions/session-marks.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PlansNowService } from '../timetable/around-a-run/plans-now.service.js';
import { UnreadMessages } from '../timetable/start/unread-messages.js';
import { TimetableModule } from '../timetable/timetable.module.js';
import { AbsenceIsAWelfareMatter } from './absence-is-a-welfare-matter.js';
import { AttendanceEarnsCredit } from './credit/attendance-earns-credit.js';
import { CoFacilitators } from '../ceu/claims/co-facilitators.js';
import { EvaluationsCountForCredit } from './credit/evaluations-count-for-credit.js';
import { FacilitatorsRecordAssessments } from './credit/facilitators-record-assessments.js';
import { PresentingEarnsCredit } from './credit/presenting-earns-credit.js';
import { CardsOpenTasks } from './cards-open-tasks.js';
import { DataRequestsOpenTasks } from './data-requests-open-tasks.js';
import { DeliveredSessionsCountAsPractice } from './delivered-sessions-count-as-practice.js';
import { SessionsAtRiskAreTasks } from './sessions-at-risk-are-tasks.js';
import { EndedSessionsSettleTasks } from './ended-sessions-settle-tasks.js';
import { JournalsAskAboutPeople } from './journals-ask-about-people.js';
import { LearnersDoNotFacilitate } from './learners-do-not-facilitate.js';
import { AccountsTellOwners } from './messages/accounts-tell-owners.js';
import { AdministratorsHearOfEachOther } from './messages/administrators-hear-of-each-other.js';
import { LeaversStayCounted } from './leavers-stay-counted.js';
import { LeavingGivesUp } from './leaving-gives-up.js';
import { AdvisingTellsBothSides } from './messages/advising-tells-both-sides.js';
import { CertificationTellsHolders } from './messages/certification-tells-holders.js';
import { EmergencyContactsTellAdministrators } from './messages/emergency-contacts-tell-administrators.js';
import { EnrolmentTellsLearners } from './messages/enrolment-tells-learners.js';
import { LastingSightTellsOwners } from './messages/lasting-sight-tells-owners.js';
import { MeasuresTellLearners } from './messages/measures-tell-learners.js';
import { NoticesTellLearners } from './messages/notices-tell-learners.js';
import { RunsAskFacilitators } from './messages/runs-ask-facilitators.js';
import { SessionsRemindLearners } from './messages/sessions-remind-learners.js';
import { ChangesTellThoseConcerned } from './messages/changes-tell-those-concerned.js';
import { TriesTellOwners } from './messages/tries-tell-owners.js';
import { PanelsAreIndependent } from './panels-are-independent.js';
import { RegistersConcludeRuns } from './registers-conclude-runs.js';
import { RunsGuardCourseVersions } from './runs-guard-course-versions.js';
import { WishesAreTasks } from './wishes-are-tasks.js';
import { WithdrawnConsentsEndWaiting } from './withdrawn-consents-end-waiting.js';
import { RunsSettleTheirEnrolments } from './runs-settle-their-enrolments.js';

/** Whoever asks `question` gets this service; the compiler compares the two. */
const answered = <T>(question: Abstract<T>, by: Type<NoInfer<T>>): Provider => ({ provide: question, useExisting: by });

/**
 * What follows in one module from what happens in another, a sentence each; and who answers what a module asks of one
 * that it must not import. All of it on one page: `test/snapshots/reactions.txt`.
 */
@Global()
@Module({
  imports: [
    AttendanceModule,
    CertificationModule,
    CeuModule,
    CollegeModule,
    EnrolmentModule,
    JournalsModule,
    NotificationsModule,
    OutcomesModule,
    PeopleModule,
    PrivacyModule,
    ReportsModule,
    SessionsModule,
    TimetableModule,
  ],
  providers: [
    answered(CertificationStanding, CertificationQueryService),
    answered(CoFacilitators, DeliveredPracticeService),
    answered(ExportReadyLetters, ExportReadyLetterService),
    answered(KnownDevices, DeviceTokenService),
    answered(LimitedSignIns, AccountTraceService),
    answered(Names, NameService),
    answered(NoticeTexts, RunNoticeService),
    answered(PlansNow, PlansNowService),
    answered(PrintedNames, PrintedNameService),
    answered(QueueLengths, QueueLengthService),
    answered(SealedTexts, SealedRecordService),
    answered(SessionMarks, SessionMarkService),
    answered(SessionParts, ParticipantService),
    answered(UnreadMessages, InboxService),
    RunsSettleTheirEnrolments,
    RunsGuardCourseVersions,
    SessionsAtRiskAreTasks,
    DeliveredSessionsCountAsPractice,
    PanelsAreIndependent,
    AbsenceIsAWelfareMatter,
    RegistersConcludeRuns,
    AttendanceEarnsCredit,
    PresentingEarnsCredit,
    EvaluationsCountForCredit,
    FacilitatorsRecordAssessments,
    EnrolmentTellsLearners,
    RunsAskFacilitators,
    ChangesTellThoseConcerned,
    SessionsRemindLearners,
    CertificationTellsHolders,
    AdvisingTellsBothSides,
    MeasuresTellLearners,
    NoticesTellLearners,
    AccountsTellOwners,
    AdministratorsHearOfEachOther,
    LastingSightTellsOwners,
    TriesTellOwners,
    EmergencyContactsTellAdministrators,
    EndedSessionsSettleTasks,
    CardsOpenTasks,
    DataRequestsOpenTasks,
    JournalsAskAboutPeople,
    LearnersDoNotFacilitate,
    LeaversStayCounted,
    LeavingGivesUp,
    WishesAreTasks,
    WithdrawnConsentsEndWaiting,
  ],
  exports: [
    CertificationStanding,
    CoFacilitators,
    ExportReadyLetters,
    KnownDevices,
    LimitedSignIns,
    Names,
    NoticeTexts,
    PlansNow,
    PrintedNames,
    QueueLengths,
    SealedTexts,
    SessionMarks,
    SessionParts,
    UnreadMessages,
  ],
})
export class ReactionsModule {}
