import { Injectable } from '@nestjs/common';
import { PanelService } from '../certification/applications/panel.service.js';
import { ParticipantService } from '../enrolment/enrolments/participant.service.js';
import { ExcludesRecipients, OffersRecipients, type Pair } from '../journals/sharing/recipient.decorators.js';
import { AdvisorService } from '../outcomes/plans/advisor.service.js';
import type { Tx } from '../platform/database/sql.js';

/** What journals ask about people; nothing ever goes the other way (BR-129). */
@Injectable()
export class JournalsAskAboutPeople {
  constructor(
    private readonly panels: PanelService,
    private readonly participants: ParticipantService,
    private readonly advisors: AdvisorService,
  ) {}

  @OffersRecipients()
  facilitatorsOf(authorId: string): Promise<string[]> {
    return this.participants.facilitatorsOf(authorId);
  }

  @OffersRecipients()
  advisorsOf(authorId: string): Promise<string[]> {
    return this.advisors.of(authorId);
  }

  @ExcludesRecipients()
  mayDecideOn(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
    return this.panels.mayDecideOn(tx, pairs);
  }
}
