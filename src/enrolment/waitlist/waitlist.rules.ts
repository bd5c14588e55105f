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

/** Why those who wait have no place yet, in plain words (I-06). */
export function whyPeopleWait({ runState, waiting, openOffers, free, offering }: QueueFacts): UnmetDto[] {
  if (waiting === 0)
    return [{ code: 'nobody_waits', message: 'Nobody waits. Whoever enrols next gets a place if one is free.' }];
  if (runState !== 'open')
    return [
      { code: 'run_not_open', message: 'This course does not take new people now, so nobody can be offered a place.' },
    ];
  return [
    ...(free === 0
      ? [
          {
            code: 'all_places_taken',
            message:
              'Every place is taken or on offer. When one comes free, the first person in the queue is offered it at once.',
          },
        ]
      : []),
    ...(openOffers > 0
      ? [
          {
            code: 'offers_stand',
            message:
              'People who were offered a place are still making up their minds. A place that is declined, or not answered in time, goes to the next person.',
          },
        ]
      : []),
    ...(free > 0 && !offering
      ? [
          {
            code: 'too_late_for_offers',
            message:
              'The start or the end of booking is too close for anybody to answer an offer, so free places stay free.',
          },
        ]
      : []),
  ];
}
