import { aDay, aMinute, later } from '../../platform/calendar.js';
import type { StateTable } from '../../platform/states/state-table.js';

/** The five processes of personal recovery that an entry may be about, in its author's own view. */
export const chimeTags = ['connectedness', 'hope', 'identity', 'meaning', 'empowerment'] as const;
export type ChimeTag = (typeof chimeTags)[number];

export const entryStates = ['draft', 'saved', 'archived'] as const;
export type EntryState = (typeof entryStates)[number];

export const entryMoves: StateTable<EntryState> = { draft: ['saved'], saved: ['archived'], archived: ['saved'] };

/** What the author sees; `deleted` follows from the date of deletion. */
export const shownStates = [...entryStates, 'deleted'] as const;
export type ShownState = (typeof shownStates)[number];

const undoDays = 30;

/** Until when a deleted entry can be brought back; from then on it is gone for everybody (BR-132). */
export const undoUntil = (deletedAt: Date): Date => later(deletedAt, undoDays * aDay);

/**
 * Saves within a minute make one version, so that autosaving does not bury the versions that matter; however long it
 * goes on, a slip costs a minute at most.
 */
export const isStillBeingWritten = (begunAt: Date, now: Date): boolean => now.getTime() - begunAt.getTime() < aMinute;

export const entryActs = [
  'change',
  'save',
  'archive',
  'restore',
  'attach',
  'share',
  'delete',
  'export',
  'comment',
] as const;
export type EntryAct = (typeof entryActs)[number];

/** What the author may do with an entry now. */
export function authorCan(state: EntryState, deletedAt: Date | null): EntryAct[] {
  if (deletedAt) return ['restore', 'export'];
  const next = ({ draft: 'save', saved: 'archive', archived: 'restore' } as const)[state];
  return ['change', next, 'attach', 'share', 'delete', 'export'];
}
