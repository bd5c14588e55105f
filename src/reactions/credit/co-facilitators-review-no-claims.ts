import { Injectable } from '@nestjs/common';
import { ceuRefusals } from '../../ceu/ceu.refusals.js';
import type { Doer } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Before } from '../../platform/events/event.decorators.js';
import { DeliveredPracticeService } from '../../sessions/delivery/delivered-practice.service.js';

/** Nobody reviews the claim of somebody they facilitate with (BR-119). */
@Injectable()
export class CoFacilitatorsReviewNoClaims {
  constructor(private readonly deliveredPractice: DeliveredPracticeService) {}

  @Before('external_ce_claim.review')
  async refuseCoFacilitator(tx: Tx, claimantId: string, { personId }: Doer): Promise<void> {
    if (await this.deliveredPractice.coFacilitate(tx, claimantId, personId))
      throw refuse(ceuRefusals.claim_review_conflict);
  }
}
