/**
 * The one source of "now" for every decision: the time of the machine, and how far somebody has moved it. Only tests and
 * the making of the demo move it, the last before a port opens; no setting does. Where an order between people hangs on
 * an instant it is taken under the lock that they wait for, and lies after the last one, whatever this clock says
 * (decision 58).
 */
export class Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** Stands at this instant, and goes on from there. */
  moveTo(instant: Date | string): void {
    this.offset = new Date(instant).getTime() - Date.now();
  }
}
