/** Which server answered, and how far it has come. */
export interface ServerFacts {
  /** It follows another server, and may only be read. */
  follows: boolean;
  /** How many bytes of the log of changes it has written, or replayed where it follows. */
  position: bigint;
  /** Of which cluster, and which database in it. Whoever follows has the same as whom it follows. */
  identity: string;
}

/** What the primary had written at a moment, in milliseconds of this process. */
interface Mark {
  at: number;
  position: bigint;
}

/** What is known of a standby after some looks. */
export interface Followed {
  /** Oldest first; those that may still matter. */
  marks: readonly Mark[];
  /** How far the standby had come at the last look. */
  heard?: bigint;
  /** It had never come further than the primary: it is that one that it follows. */
  isOurs: boolean;
  /** Whatever was committed by then can be read there. */
  upTo?: number;
}

export const neverSeen: Followed = { marks: [], isOurs: false };

/** Both servers, as they answered one look. */
export interface Look {
  /** Before they were asked. */
  at: number;
  /** Undefined where the primary did not answer. */
  here: ServerFacts | undefined;
  there: ServerFacts;
}

/**
 * What is known after one more look, or why this server must not be read. No clock of a database is asked: what the
 * primary had written when it was asked, the standby has replayed or not. So it is up to date while nobody writes, and
 * one that hears nothing any more falls behind with the first change.
 */
export function afterLook(before: Followed, { at, here, there }: Look, mostMs: number): Followed | string {
  if (!there.follows) return 'it is no standby, or was promoted';
  const primary = here?.follows ? undefined : here;
  if (primary && primary.identity !== there.identity) return 'it is no copy of the database that DATABASE_URL names';
  if (primary && before.heard !== undefined && before.heard > primary.position)
    return 'it follows another server than the one that DATABASE_URL names';
  const marks = [...before.marks, ...(primary ? [{ at, position: primary.position }] : [])].filter(
    (mark) => at - mark.at <= mostMs,
  );
  const upTo = marks.findLast(({ position }) => position <= there.position)?.at ?? before.upTo;
  return {
    marks,
    heard: there.position,
    isOurs: before.isOurs || (primary !== undefined && before.heard !== undefined),
    ...(upTo !== undefined && { upTo }),
  };
}

/** Whether what is read there now is at most so much older than it was written. */
export const isFreshEnough = ({ isOurs, upTo }: Followed, now: number, mostMs: number): boolean =>
  isOurs && upTo !== undefined && now - upTo <= mostMs;
