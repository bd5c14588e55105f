import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import type { TestCollege } from './college.js';

/** Starts every count anew, those of this process and those that all share. */
export async function forgetLimits(college: TestCollege): Promise<void> {
  college.app.get(RateLimits).forget();
  await college.sql.query('delete from rate_count');
}
