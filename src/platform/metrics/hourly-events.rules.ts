/** Of which events the figures tell how many there were in an hour. */
export const countedEvents = [
  'attendance.completed',
  'certificate.issued',
  'enrolment.confirmed',
  'enrolment.offered',
  'enrolment.waitlisted',
  'enrolment.withdrawn',
  'registration.activated',
  'session.delivered',
  'session.published',
] as const;

const step = 5;

/** Whole fives only: what one person did, or did not do, moves no figure that stands for fewer (BR-211). */
export const inFives = (count: number): number => count - (count % step);
