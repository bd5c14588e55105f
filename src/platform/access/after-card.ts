import type { Actor, AfterCard } from '../actor.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { AppError, refuse } from '../errors/refusal.js';

/** What somebody is told whose sign-in is by the password of a card: until when, and whom to ask (BR-215). */
export const closedAfterCard = ({ until }: AfterCard): AppError =>
  refuse(platformRefusals.closed_after_card, { values: { date: until?.toISOString().slice(0, 10) ?? 'untold' } });

/** 403 `closed_after_card` for what only some bodies of a route ask for. A whole route says `@ClosedAfterCard()`. */
export function refuseAfterCard({ afterCard }: Pick<Actor, 'afterCard'>): void {
  if (afterCard) throw closedAfterCard(afterCard);
}

/** Whether something was written before the card was used by which this sign-in is. */
export const isEarlier = ({ afterCard }: Pick<Actor, 'afterCard'>, writtenAt: Date): boolean =>
  afterCard !== null && writtenAt < afterCard.since;

/** 403 `closed_after_card` for something that was written before the card was used, or, without a time, by others. */
export function refuseEarlier(actor: Pick<Actor, 'afterCard'>, writtenAt: Date | null): void {
  if (actor.afterCard && (writtenAt === null || isEarlier(actor, writtenAt))) throw closedAfterCard(actor.afterCard);
}

/** What is not found may be hidden as earlier: the answer is the same for both, and for what never was. */
export const hiddenAfterCard = ({ afterCard }: Pick<Actor, 'afterCard'>, error: unknown): unknown =>
  afterCard && error instanceof AppError && error.code === platformRefusals.not_found
    ? closedAfterCard(afterCard)
    : error;
