/** What a register may say about one person and one session. */
export const markStates = ['expected', 'present', 'late', 'left_early', 'apology', 'dna', 'excused'] as const;
export type MarkState = (typeof markStates)[number];

/** What it says in all: two states follow from the session and the enrolment, and nobody marks them. */
export const attendanceStates = [...markStates, 'session_cancelled', 'not_yet_enrolled'] as const;
export type AttendanceState = (typeof attendanceStates)[number];

export const attendanceModes = ['in_person', 'online'] as const;
export type AttendanceMode = (typeof attendanceModes)[number];

/**
 * Where a mark comes from: the register of a facilitator, the learner, a meeting platform, a correction by a
 * coordinator, or a rescheduling, which clears what stood for the date before.
 */
export const markSources = ['register', 'self', 'platform', 'correction', 'rescheduling'] as const;
export type MarkSource = (typeof markSources)[number];

/** Short remarks from a closed list, so that nothing about health can be written. */
export const noteCodes = ['travel', 'technical', 'agreed_before'] as const;
export type NoteCode = (typeof noteCodes)[number];

export const wasThere = (state: AttendanceState): state is 'present' | 'late' | 'left_early' =>
  state === 'present' || state === 'late' || state === 'left_early';
