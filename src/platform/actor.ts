/** What a person may be at the college. One person may hold several; incompatible ones are refused when granted. */
export const roles = ['learner', 'facilitator', 'coordinator', 'administrator', 'panel_member', 'analyst'] as const;
export type Role = (typeof roles)[number];

/** Staff see more than their own records: everybody who is more than a learner. */
export const isStaff = (held: Iterable<Role>): boolean => [...held].some((role) => role !== 'learner');

/** The most characters of an Idempotency-Key. */
export const longestRetryKey = 128;

/** The call that a person makes: what the log, the event table and a retry need to know about it. */
export interface Call {
  requestId: string;
  /** Present when the client sent an Idempotency-Key with a POST. */
  retryKey?: { key: string; method: string; path: string; fingerprint: string };
  /** Set when the answer repeats an effect that happened earlier under the same key. */
  replayed?: boolean;
  /** Counts the effect where a limit bounds how often it may be had; asked before it, and never for a replay. */
  beforeEffect?: () => Promise<unknown>;
}

/** Who does something: a signed-in person, or nobody in particular (a job, a visitor). */
export interface Doer {
  personId: string | null;
  call: Call;
}

/** The signed-in person behind a request. Made from the token and the database, never from a body. */
export interface Actor extends Doer {
  personId: string;
  signInId: string;
  roles: ReadonlySet<Role>;
  /** When the person last proved who they are; sensitive acts ask for 10 minutes or less. */
  authenticatedAt: Date;
  /** Whether a second factor was part of that proof. */
  withFactor: boolean;
  /** Set while this sign-in, by the password of a card, opens nothing of earlier (BR-188). */
  afterCard: AfterCard | null;
}

/** What was written before `since` is closed: until a day, or for as long as the person was not told. */
export interface AfterCard {
  since: Date;
  until: Date | null;
}

export const is = (actor: Actor, ...anyOf: Role[]): boolean => anyOf.some((role) => actor.roles.has(role));

/** Somebody of whom something is done again that they did, and proved to be, before a restore (BR-191). */
export const inTheNameOf = (personId: string, requestId: string, now: Date): Actor => ({
  personId,
  signInId: requestId,
  roles: new Set(),
  authenticatedAt: now,
  withFactor: false,
  afterCard: null,
  call: { requestId },
});

/** The college's own machinery: jobs and reactions to events. */
export const automatic = (requestId: string): Doer => ({ personId: null, call: { requestId } });
