import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { checkInvariants, isKept } from './invariant-check.js';
import type { InvariantReportDto } from './operations.dto.js';

/** What those who run the system look at. */
@Injectable()
export class OperationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether every promise that SQL can check holds now. */
  async invariants(): Promise<InvariantReportDto> {
    const now = this.clock.now();
    const found = await checkInvariants((text, values) => this.database.rows(text, values), now);
    return {
      checkedAt: now.toISOString(),
      holds: found.every(isKept),
      invariants: found,
    };
  }
}
