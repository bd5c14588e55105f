import { Injectable } from '@nestjs/common';
import { College } from '../college/college.service.js';
import type { Tx } from '../platform/database/sql.js';
import { businessDaysLater } from './clocks.rules.js';

/** Deadlines in business days: weekends and the college's closure days do not count. */
@Injectable()
export class BusinessDays {
  constructor(private readonly college: College) {}

  async later(tx: Tx, from: string, days: number): Promise<string> {
    const closed = await this.college.closureDays(from, tx);
    return businessDaysLater(from, days, new Set(closed.map(({ day }) => day)));
  }
}
