import { textOf } from '../../catalogues/catalogues.js';
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
