import { Injectable } from '@nestjs/common';
import { PanelService } from '../certification/applications/panel.service.js';
import { ParticipantService } from '../enrolment/enrolments/participant.service.js';
import { JournalExportService } from '../journals/leaving/journal-export.service.js';
import { RecipientService } from '../journals/sharing/recipient.service.js';
import { SessionPartsService } from '../journals/sharing/session-parts.service.js';
import { ExportReadyLetterService } from '../notifications/export-ready-letter.service.js';
import { AdvisorService } from '../outcomes/plans/advisor.service.js';

/** What journals ask about people; nothing ever goes the other way (BR-129). */
@Injectable()
export class JournalReactions {
  constructor(
    private readonly panels: PanelService,
    private readonly participants: ParticipantService,
    private readonly advisors: AdvisorService,
    private readonly recipients: RecipientService,
    private readonly sessionParts: SessionPartsService,
    private readonly journalExports: JournalExportService,
    private readonly exportReadyLetters: ExportReadyLetterService,
  ) {}

  wire(): void {
    this.recipients.offer((authorId) => this.participants.facilitatorsOf(authorId));
    this.recipients.offer((authorId) => this.advisors.of(authorId));
    this.recipients.exclude((tx, authorId, readerId) => this.panels.mayDecideOn(tx, authorId, readerId));
    this.journalExports.tellReady = (personId) => this.exportReadyLetters.sendReadyLetter(personId);
    this.sessionParts.facilitates = (personId, sessionId) => this.participants.facilitates(personId, sessionId);
    this.sessionParts.attends = (personId, sessionId) => this.participants.attends(personId, sessionId);
  }
}
