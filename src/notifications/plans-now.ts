/** One date, as it stands now. */
export interface PlannedDate {
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  /** Where people meet; null online. */
  place: string | null;
  /** Whether one can join online. */
  online: boolean;
  cancelled: boolean;
}

/** How a run stands now of which a message says that it has changed. */
export interface PlanNow {
  courseTitle: string;
  cancelled: boolean;
  timeZone: string;
  /** Until when the reader can answer an offer; null where they have none. */
  offeredUntil: Date | null;
  /** When booking closes, for whoever waits or asks for a place. */
  bookingClosesAt: Date | null;
  dates: PlannedDate[];
}

/** How things stand now, for who opens a message of a change: nothing of them is kept in it. Answered by a higher module. */
export abstract class PlansNow {
  /** What the subject of a message to this person belongs to; undefined where it does not concern them any more. */
  abstract of(personId: string, subjectId: string): Promise<PlanNow | undefined>;
}
