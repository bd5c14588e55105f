import { Injectable } from '@nestjs/common';
import { PanelService } from '../certification/applications/panel.service.js';
import { SharingConflictService } from '../journals/sharing/sharing-conflict.service.js';
import type { Tx } from '../platform/database/sql.js';
import { Before } from '../platform/events/event.decorators.js';
import { DeliveredPracticeService } from '../sessions/delivery/delivered-practice.service.js';

/** Nobody decides on somebody they held sessions with, or whose journal they read (BR-92). */
@Injectable()
export class PanelsAreIndependent {
  constructor(
    private readonly panels: PanelService,
    private readonly deliveredPractice: DeliveredPracticeService,
    private readonly sharingConflicts: SharingConflictService,
  ) {}

  @Before('certification_panel', { order: 1 })
  refuseCoFacilitators(tx: Tx, decisionId: string): Promise<void> {
    return this.panels.refuseWhere(tx, decisionId, (inner, applicantId, memberIds, since) =>
      this.deliveredPractice.together(inner, applicantId, memberIds, since),
    );
  }

  @Before('certification_panel', { order: 2 })
  refuseReaders(tx: Tx, decisionId: string): Promise<void> {
    return this.panels.refuseWhere(tx, decisionId, (inner, applicantId, memberIds) =>
      this.sharingConflicts.anyReads(inner, applicantId, memberIds),
    );
  }
}
