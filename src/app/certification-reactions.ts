import { Injectable } from '@nestjs/common';
import { MessageReactions } from './message-reactions.js';
import { PanelService } from '../certification/applications/panel.service.js';
import { PracticeLogService } from '../certification/evidence/practice-log.service.js';
import { practiceKindOf } from '../certification/schemes/scheme.rules.js';
import { SharingConflictService } from '../journals/sharing/sharing-conflict.service.js';
import { PrintedNameService } from '../people/private-details/printed-name.service.js';
import { CertificateService } from '../certificates/certificate.service.js';
import { Events } from '../platform/events/events.js';
import { DeliveredPracticeService } from '../sessions/delivery/delivered-practice.service.js';
import { RunRiskService } from '../sessions/runs/run-risk.service.js';
import { CertificationQueryService } from '../certification/certifications/certification-query.service.js';
import { CertificateVerificationService } from '../certificates/certificate-verification.service.js';

/** What certificates need of other modules, and the live link between them and the timetable (BR-30). */
@Injectable()
export class CertificationReactions {
  constructor(
    private readonly events: Events,
    private readonly messages: MessageReactions,
    private readonly certifications: CertificationQueryService,
    private readonly panels: PanelService,
    private readonly practiceLogs: PracticeLogService,
    private readonly deliveredPractice: DeliveredPracticeService,
    private readonly certificates: CertificateService,
    private readonly verifications: CertificateVerificationService,
    private readonly runRisks: RunRiskService,
    private readonly sharingConflicts: SharingConflictService,
    private readonly names: PrintedNameService,
  ) {}

  wire(): void {
    const endings = ['expired', 'lapsed', 'suspended', 'interim_suspended', 'inactivated', 'revoked', 'surrendered'];
    for (const ending of endings)
      this.events.on(`certification.${ending}`, 'flag-sessions', (event) => this.runRisks.flagSessionsOf(event));
    this.events.on('session.delivered', 'credit-practice', async ({ subjectId }) => {
      const parts = await this.deliveredPractice.partsOf(subjectId);
      await this.practiceLogs.creditDelivery(
        parts.flatMap(({ personId, deliveryRole, heldOn, minutes, deliveredBy }) => {
          const kind = practiceKindOf(deliveryRole);
          return kind
            ? [{ personId, sessionId: subjectId, practisedOn: heldOn, minutes, kind, confirmedBy: deliveredBy }]
            : [];
        }),
      );
    });
    this.events.before('certification_panel', (tx, decisionId) =>
      this.panels.refuseWhere(tx, decisionId, (inner, applicantId, memberIds, since) =>
        this.deliveredPractice.together(inner, applicantId, memberIds, since),
      ),
    );
    this.events.before('certification_panel', (tx, decisionId) =>
      this.panels.refuseWhere(tx, decisionId, (inner, applicantId, memberIds) =>
        this.sharingConflicts.anyReads(inner, applicantId, memberIds),
      ),
    );
    this.certificates.printNamesWith((tx, personId) => this.names.printed(tx, personId));
    this.verifications.verifyKindWith('facilitator', (certificationId) =>
      this.certifications.verification(certificationId),
    );
    this.events.on('certification.ending', 'tell-certification_ending', ({ personId, subjectId, refs }) =>
      personId
        ? this.messages.remindOfEnd(personId, subjectId, String(refs?.occasion), String(refs?.validThrough))
        : Promise.resolve(),
    );
  }
}
