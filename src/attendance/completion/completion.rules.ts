import { textOf } from '../../catalogues/catalogues.js';

export const completionOutcomes = ['completed', 'not_completed'] as const;
export type CompletionOutcome = (typeof completionOutcomes)[number];

/** What somebody's completion is judged by. Cancelled sessions, and those before they joined, are no part of it. */
export interface AttendanceCounts {
  delivered: number;
  attended: number;
  /** Delivered sessions of which the register says nothing yet. */
  unmarked: number;
}

/** Whether a register says something about them: only they are concluded where the college stops a run (BR-228). */
export const isMarked = ({ delivered, unmarked }: AttendanceCounts): boolean => delivered > unmarked;

/** How many sessions have to be attended: the share of those delivered, and at least one (BR-61). */
export const sessionsNeeded = (delivered: number, share: number): number => Math.max(1, Math.ceil(delivered * share));

/**
 * Whether somebody completed a run whose sessions are over; undefined while an empty place in a register could still
 * decide it. `final`: the registers are locked, or the run is finished or cancelled, so what is not marked was not attended.
 */
export function completionOf(
  { delivered, attended, unmarked }: AttendanceCounts,
  share: number,
  final: boolean,
): CompletionOutcome | undefined {
  const needed = sessionsNeeded(delivered, share);
  if (attended >= needed) return 'completed';
  return final || attended + unmarked < needed ? 'not_completed' : undefined;
}

/** Minutes in words, e.g. `3 hours 30 minutes`. */
export function inWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = hours === 0 ? 'minutes' : rest === 0 ? 'hours' : 'both';
  return textOf('prints.duration', { parts, hours, minutes: rest });
}
