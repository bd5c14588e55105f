import { textOf } from '../../catalogues/catalogues.js';
import { freePlaces, type Places } from '../seats/seat.rules.js';
import type { UnmetDto } from '../../platform/http/unmet.dto.js';

export interface QueueFacts {
  runState: 'draft' | 'open' | 'finished' | 'cancelled';
  waiting: number;
  openOffers: number;
  /** Places that nobody has and nobody is offered, once the queue is settled. */
  free: number;
  /** Whether an offer written now could still be answered in time. */
  offering: boolean;
}

type Waiting = 'nobody_waits' | 'run_not_open' | 'all_places_taken' | 'offers_stand' | 'too_late_for_offers';

const waiting = (code: Waiting): UnmetDto => ({ code, message: textOf(`waiting.${code}`) });

/** Why those who wait have no place yet, in plain words (I-06). */
export function whyPeopleWait({ runState, waiting: people, openOffers, free, offering }: QueueFacts): UnmetDto[] {
  if (people === 0) return [waiting('nobody_waits')];
  if (runState !== 'open') return [waiting('run_not_open')];
  return [
    ...(free === 0 ? [waiting('all_places_taken')] : []),
    ...(openOffers > 0 ? [waiting('offers_stand')] : []),
    ...(free > 0 && !offering ? [waiting('too_late_for_offers')] : []),
  ];
}

/**
 * The queue as somebody hears of it who does not run it: as it was at the last full hour, but for what they know of
 * themselves. While one waits and offers can be made, no place is free: it would be offered (BR-208).
 */
export function toldQueue(
  runState: QueueFacts['runState'],
  told: Places & { offering: boolean },
  waitsToo: boolean,
): QueueFacts {
  const { offering } = told;
  return {
    runState,
    waiting: told.waiting || waitsToo ? 1 : 0,
    openOffers: 0,
    free: waitsToo && offering ? 0 : freePlaces(told),
    offering,
  };
}
