import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/sql.js';
import { Within } from '../platform/events/event.decorators.js';
import { LeaverCountService } from '../reports/counting/leaver-count.service.js';

/** What somebody did stays in the figures of the college when they are erased, as numbers (BR-195). */
@Injectable()
export class LeaversStayCounted {
  constructor(private readonly counts: LeaverCountService) {}

  @Within('person.erasure')
  keepCounts(tx: Tx, personId: string): Promise<void> {
    return this.counts.keep(tx, personId);
  }
}
