import { Injectable } from '@nestjs/common';
import { PanelService } from '../certification/applications/panel.service.js';
import { ParticipantService } from '../enrolment/enrolments/participant.service.js';
import { ExcludesRecipients, OffersRecipients, type Pair } from '../journals/sharing/recipient.decorators.js';
import { AdvisorService } from '../outcomes/plans/advisor.service.js';
import { RoleService } from '../people/roles/role.service.js';
import type { Tx } from '../platform/database/sql.js';

/** What journals ask about people; nothing ever goes the other way (BR-129). */
@Injectable()
export class JournalsAskAboutPeople {
  constructor(
    private readonly panels: PanelService,
    private readonly participants: ParticipantService,
    private readonly advisors: AdvisorService,
    private readonly roles: RoleService,
  ) {}

  @OffersRecipients()
  facilitatorsOf(authorId: string): Promise<string[]> {
    return this.participants.facilitatorsOf(authorId);
  }

  @OffersRecipients()
  advisorsOf(authorId: string): Promise<string[]> {
    return this.advisors.of(authorId);
  }

  /** An analyst reads figures only (BR-126). */
  @ExcludesRecipients()
  async readsFigures(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
    const readers = pairs.map(({ readerId }) => readerId);
    const analysts = await this.roles.holdersAmong(tx, readers, 'analyst');
    return pairs.filter(({ readerId }) => analysts.includes(readerId));
  }

  @ExcludesRecipients()
  mayDecideOn(tx: Tx, pairs: readonly Pair[]): Promise<Pair[]> {
    return this.panels.mayDecideOn(tx, pairs);
  }
}
