import { aDay, later } from '../platform/calendar.js';
import type { Clock } from '../platform/clock.js';

/** Moves the clock while the demo is made, so that the college has a past. */
export class StoryTime {
  private readonly today = new Date();

  constructor(private readonly clock: Clock) {}

  /** Goes to so many days from today; negative for the past. */
  goTo(days: number): void {
    this.clock.moveTo(later(this.today, days * aDay));
  }
}
