import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { workingDaysLater } from '../../platform/calendar.js';
import type { Tx } from '../../platform/database/sql.js';

/** Deadlines in business days: weekends and the college's closure days do not count. */
@Injectable()
export class BusinessDayService {
  constructor(private readonly college: CollegeService) {}

  async later(tx: Tx, from: string, days: number): Promise<string> {
    const closed = await this.college.closureDays(from, tx);
    return workingDaysLater(from, days, new Set(closed.map(({ day }) => day)));
  }
}
