import { Declaration } from '../discovery/declarations.js';

/** Where an event has the id of what ended: its subject, its person, or one of its refs. */
export type EndedId = 'subject' | 'person' | `refs.${string}`;

interface SaidOfReplay {
  kind: string;
  on: Readonly<Record<string, EndedId>>;
}

export const replays = new Declaration<SaidOfReplay, (subjectIds: string[]) => Promise<void>>(
  'what ended → replay (after a restore, before the first request)',
  ({ kind, on }) => {
    const types = Object.keys(on);
    return [`${kind}${types.length > 0 ? ` (${types.join(', ')})` : ''}`];
  },
);

export const restoreActs = new Declaration<null, () => Promise<void>>(
  'after every restore (before the first request)',
  () => ['restore'],
);

/**
 * Ends again what ended since the backup, when a restore brought it back (BR-191): the ids may be unknown here, and what
 * has ended already is left as it is. Each kind is noted by these events, or by `Endings.note` where there is none.
 */
export const Replays = (kind: string, on: Readonly<Record<string, EndedId>> = {}) => replays.says({ kind, on });

/** What is done after every restore, whatever the log says. Done twice it changes nothing more. */
export const AfterRestore = () => restoreActs.says(null);
