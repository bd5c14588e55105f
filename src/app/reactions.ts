import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CreditReactions } from './credit-reactions.js';
import { MessageReactions } from './message-reactions.js';
import { CompletionService } from '../attendance/completion/completion.service.js';
import { CertificationNoticeService } from '../certification/certifications/certification-notice.service.js';
import { ReferenceService } from '../certification/applications/reference.service.js';
import { RetainedCertificateService } from '../certification/certifications/retained-certificate.service.js';
import { CeEvidenceService } from '../ceu/claims/ce-evidence.service.js';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import { JournalErasureService } from '../journals/leaving/journal-erasure.service.js';
import { MessageSenderService } from '../notifications/message-sender.service.js';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { ContactChangeService } from '../people/contact/contact-change.service.js';
import { ContactConfirmationService } from '../people/contact/contact-confirmation.service.js';
import { EmergencyContactService } from '../people/private-details/emergency-contact.service.js';
import { FamiliarNetworkService } from '../people/sign-in/familiar-network.service.js';
import { AdvisorService } from '../outcomes/plans/advisor.service.js';
import { OneTimeLinkService } from '../people/sign-in/one-time-link.service.js';
import { EventChainService } from '../platform/events/event-chain.service.js';
import { Events } from '../platform/events/events.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { ErasureService } from '../privacy/erasure.service.js';
import { RetentionService } from '../privacy/retention.service.js';
import { RunRiskService } from '../sessions/runs/run-risk.service.js';
import { RunService } from '../sessions/runs/run.service.js';
import { SessionService } from '../sessions/sessions/session.service.js';
import { VersionGuardService } from '../sessions/runs/version-guard.service.js';
import { MeasurementQueryService } from '../outcomes/measures/measurement-query.service.js';
import { AttendanceReactions } from './attendance-reactions.js';
import { CertificationReactions } from './certification-reactions.js';
import { JournalReactions } from './journal-reactions.js';

/**
 * Every reaction of one module to another, and every job: messages, tasks and jobs here, the larger topics in a file each,
 * all wired in one order.
 */
@Injectable()
export class Reactions implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly links: OneTimeLinkService,
    private readonly networks: FamiliarNetworkService,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly messages: MessageReactions,
    private readonly sender: MessageSenderService,
    private readonly tasks: StaffTaskService,
    private readonly certificationNotices: CertificationNoticeService,
    private readonly references: ReferenceService,
    private readonly retainedCertificates: RetainedCertificateService,
    private readonly runRisks: RunRiskService,
    private readonly versionGuards: VersionGuardService,
    private readonly advisors: AdvisorService,
    private readonly measurements: MeasurementQueryService,
    private readonly journalErasure: JournalErasureService,
    private readonly completions: CompletionService,
    private readonly certificationReactions: CertificationReactions,
    private readonly attendanceReactions: AttendanceReactions,
    private readonly creditReactions: CreditReactions,
    private readonly journalReactions: JournalReactions,
    private readonly ceEvidence: CeEvidenceService,
    private readonly emergencyContacts: EmergencyContactService,
    private readonly contactChanges: ContactChangeService,
    private readonly contactConfirmations: ContactConfirmationService,
    private readonly erasures: ErasureService,
    private readonly retention: RetentionService,
    private readonly eventChain: EventChainService,
  ) {}

  onModuleInit(): void {
    this.wireEvents();
    this.certificationReactions.wire();
    this.attendanceReactions.wire();
    this.creditReactions.wire();
    this.wireMessages();
    this.journalReactions.wire();
    this.wireTasks();
    this.wireJobs();
  }

  private wireEvents(): void {
    this.events.within('run.capacity', (tx, runId, doer) => this.runEnrolments.settle(tx, runId, doer));
    this.events.within('run.cancellation', (tx, runId, doer) => this.runEnrolments.cancelByCollege(tx, runId, doer));
    this.events.before('course_version.retirement', (tx, versionId) =>
      this.versionGuards.refuseRetirement(tx, versionId),
    );
    this.events.before('qa_review', (tx, reviewId) => this.versionGuards.refuseReview(tx, reviewId));
  }

  /** Who is told what. Before a message goes out it is asked whether it still holds (I-25). */
  private wireMessages(): void {
    this.messages.notifyOnce('enrolment.confirmed', 'place_confirmed');
    this.messages.notifyOnce('enrolment.waitlisted', 'place_waitlisted');
    this.messages.notifyOnce('enrolment.offered', 'place_offered');
    this.messages.notifyOnce('enrolment.offer_expired', 'offer_expired');
    this.messages.notifyOnce('enrolment.declined', 'request_declined');
    this.messages.notifyOnce('enrolment.released', 'place_released');
    this.messages.notifyOnce('enrolment.cancelled_by_college', 'place_cancelled');
    this.messages.notifyOnce('facilitator.offered', 'facilitation_offered');
    const steps = [
      'suspended',
      'interim_suspended',
      'suspension_lifted',
      'revocation_notice',
      'dismissed',
      'revoked',
      'upheld',
      'overturned',
      'renewal_accepted',
      'renewal_returned',
    ];
    for (const step of steps) this.messages.notifyOfDecision(`certification.${step}`);
    this.messages.notifyOfDecision('certification_application.moved', ({ to }) =>
      ['returned', 'deferred', 'approved', 'refused', 'upheld', 'overturned'].includes(String(to)),
    );
    this.messages.notifyPeople('emergency_contact.used', 'emergency_contact_used', ({ actorId }) =>
      this.emergencyContacts.administratorsBesides(actorId),
    );
    this.messages.notifyEachTime('second_factor.removed', 'second_factor_removed');
    this.messages.notifyEachTime('password_card.made', 'password_card_made');
    // Where a code goes by e-mail, that letter tells of it already.
    this.messages.notifyPeople('contact_change.asked', 'contact_change_waiting', ({ personId, refs }) =>
      Promise.resolve(personId && refs?.way !== 'email' ? [personId] : []),
    );
    this.messages.notifyPeople('learning_plan.advisor_asked', 'advising_asked', ({ refs }) =>
      Promise.resolve([String(refs?.advisorId)]),
    );
    this.messages.notifyOfAnswer('learning_plan.advisor_accepted', 'advising_accepted');
    this.messages.notifyOfAnswer('learning_plan.advisor_declined', 'advising_declined');
    this.messages.notifyOfMeasures();
    this.messages.notifyLearners('session.rescheduled', 'session_rescheduled', ({ refs }) => ({
      subjectId: String(refs?.runId),
      occasion: String(refs?.changeSet),
    }));
    this.messages.notifyLearners('session.cancelled', 'session_cancelled', ({ subjectId }) => ({ subjectId }));

    this.sender.onlyWhile('contact_change_waiting', (tx, { subjectId }) =>
      this.contactChanges.waitsUntil(tx, subjectId),
    );
    this.sender.onlyWhile('advising_asked', (tx, { subjectId, personId }) =>
      this.advisors.isAdvisedBy(tx, subjectId, personId, 'asked'),
    );
    this.sender.onlyWhile('advising_accepted', (tx, { subjectId, occasion }) =>
      this.advisors.isAdvisedBy(tx, subjectId, occasion, 'accepted'),
    );
    this.sender.onlyWhile('advising_declined', (tx, { subjectId, occasion }) =>
      this.advisors.isAdvisedBy(tx, subjectId, occasion, 'declined'),
    );
    this.sender.onlyWhile('measure_offered', (tx, { subjectId, personId }) =>
      this.measurements.waitsUntil(tx, subjectId, personId),
    );
    this.sender.onlyWhile('place_confirmed', (tx, { subjectId }) =>
      this.runEnrolments.isIn(tx, subjectId, 'confirmed'),
    );
    this.sender.onlyWhile('place_waitlisted', (tx, { subjectId }) =>
      this.runEnrolments.isIn(tx, subjectId, 'waitlisted'),
    );
    this.sender.onlyWhile('place_offered', (tx, { subjectId }) => this.runEnrolments.offeredUntil(tx, subjectId));
    this.sender.onlyWhile('facilitation_offered', (tx, { subjectId }) => this.runs.isUnanswered(tx, subjectId));
    this.sender.onlyWhile('session_rescheduled', (tx, { subjectId, personId }) =>
      this.messages.hasPlace(tx, subjectId, personId),
    );
    this.sender.onlyWhile('session_cancelled', async (tx, { subjectId, personId }) =>
      this.messages.hasPlace(tx, await this.sessions.runOf(tx, subjectId), personId),
    );
    this.sender.onlyWhile('certification_ending', (tx, { subjectId, occasion }) =>
      this.certificationNotices.stillEnds(tx, subjectId, occasion.slice(-10)),
    );
    this.sender.onlyWhile('session_reminder', async (tx, { subjectId, personId, occasion }) => {
      const session = await this.sessions.ahead(tx, subjectId);
      return (
        session?.startsAt.toISOString() === occasion &&
        (await this.messages.hasPlace(tx, session.runId, personId)) &&
        session.startsAt
      );
    });
  }

  /** What people of the college have to look at, and when it has settled itself. */
  private wireTasks(): void {
    this.events.on('session.at_risk', 'open-task', async ({ subjectId, personId, refs }) => {
      if (personId)
        await this.tasks.open({
          kind: 'session_at_risk',
          subjectId,
          personId,
          dueAt: new Date(String(refs?.startsAt)),
          occasion: String(refs?.because),
        });
    });
    this.events.on('data_request.received', 'open-task', async ({ subjectId, personId, refs }) => {
      if (personId)
        await this.tasks.open({ kind: 'data_request', subjectId, personId, dueAt: new Date(String(refs?.dueAt)) });
    });
    this.events.on('data_request.extended', 'move-task', ({ subjectId, refs }) =>
      this.tasks.dueLater(subjectId, new Date(String(refs?.dueAt))),
    );
    for (const answered of ['fulfilled', 'partly', 'refused'])
      this.events.on(`data_request.${answered}`, 'settle-tasks', ({ subjectId }) =>
        this.tasks.noLongerNeeded(subjectId),
      );
    for (const back of ['suspension_lifted', 'reactivated', 'overturned', 'renewal_accepted']) {
      this.events.on(`certification.${back}`, 'settle-tasks', async ({ personId }) => {
        for (const sessionId of await this.runRisks.safeSessionsOf(personId))
          await this.tasks.noLongerNeeded(sessionId);
      });
    }
    for (const ended of ['cancelled', 'delivered'])
      this.events.on(`session.${ended}`, 'settle-tasks', ({ subjectId }) => this.tasks.noLongerNeeded(subjectId));
    for (const ended of ['confirmed', 'offer_declined', 'offer_expired', 'withdrawn', 'cancelled_by_college'])
      this.messages.settle(`enrolment.${ended}`, 'place_offered');
    for (const ended of ['accepted', 'declined', 'stood_down'])
      this.messages.settle(`facilitator.${ended}`, 'facilitation_offered');
  }

  private wireJobs(): void {
    this.jobs.on('destroy-key', ({ personId = '' }) => this.erasures.destroyKey(personId));
    this.jobs.every('19 2 * * *', 'let-go', () => this.retention.tidy());
    this.jobs.every('* * * * *', 'seal-events', () => this.eventChain.extendChain());
    this.jobs.on('react', ({ event = '', reaction = '' }) => this.events.react(event, reaction));
    this.jobs.on('one-time-link', ({ linkId = '' }) => this.links.deliver(linkId));
    this.jobs.on('contact-code', ({ changeId = '' }) => this.contactConfirmations.deliverCode(changeId));
    this.jobs.on('email-link', ({ changeId = '' }) => this.contactConfirmations.deliverLink(changeId));
    this.jobs.on('send-message', ({ messageId = '' }) => this.sender.send(messageId));
    this.jobs.every('*/10 * * * *', 'remind-of-sessions', () => this.messages.remind());
    this.jobs.every('41 3 * * *', 'purge-beyond-recall', () => this.journalErasure.purge());
    this.jobs.every('37 * * * *', 'forget-unclaimed-evidence', () => this.ceEvidence.forgetUnclaimed());
    this.jobs.on('reference-link', ({ referenceId = '' }) => this.references.deliver(referenceId));
    this.jobs.every('23 4 * * *', 'notice-certifications', () => this.certificationNotices.announceDueEnds());
    this.jobs.every('29 4 * * *', 'forget-old-certificates', () => this.retainedCertificates.forgetOld());
    this.jobs.every('17 * * * *', 'forget-old-links', () => this.links.forgetOld());
    this.jobs.every('27 * * * *', 'forget-old-networks', () => this.networks.forgetOld());
    this.jobs.every('* * * * *', 'settle-offers', () => this.runEnrolments.settleDue());
    this.jobs.every('7 * * * *', 'conclude-runs', () => this.completions.concludeDue());
  }
}
