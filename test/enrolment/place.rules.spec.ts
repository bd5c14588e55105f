import fc from 'fast-check';
import {
  freePlaces,
  isLateNotice,
  judgeOffers,
  offerExpiry,
  offersEnd,
  outcomeOf,
  settled,
  toSeat,
} from '../../src/enrolment/seats/seat.rules.js';

const at = (text: string) => new Date(`2027-03-01T${text}:00Z`);
const hours = (count: number) => count * 3_600_000;

test('a newcomer gets a place only if one is free and nobody waits', () => {
  expect(toSeat({ capacity: 3, taken: 2, waiting: false })).toBe('confirmed');
  expect(toSeat({ capacity: 3, taken: 2, waiting: true })).toBe('waitlisted');
  expect(toSeat({ capacity: 3, taken: 3, waiting: false })).toBe('waitlisted');
  expect(toSeat({ capacity: 0, taken: 0, waiting: false })).toBe('waitlisted');
  expect(toSeat({ capacity: null, taken: 500, waiting: false })).toBe('confirmed');
});

test('free places are never negative, even if more are taken than there are', () => {
  expect(freePlaces({ capacity: 2, taken: 5, waiting: false })).toBe(0);
});

test('where a run asks for approval, a learner asks and staff book', () => {
  const places = { capacity: 1, taken: 0, waiting: false };
  expect(outcomeOf(places, true, false)).toBe('requested');
  expect(outcomeOf(places, true, true)).toBe('confirmed');
  expect(outcomeOf(places, false, false)).toBe('confirmed');
});

test.each([
  ['held for 48 hours when the start is far away', at('10:00'), new Date('2027-03-09'), '2027-03-03T10:00:00.000Z'],
  ['cut at the lead before the start', at('10:00'), at('20:00'), '2027-03-01T20:00:00.000Z'],
  ['not made when the end has come', at('20:00'), at('20:00'), undefined],
])('an offer is %s', (_, now, end, expected) => {
  expect(offerExpiry(now, 48, end)?.toISOString()).toBe(expected);
});

test('no offer outlives two hours before the start, nor the end of booking, whichever comes first', () => {
  const window = { starts: [at('18:00')], leadHours: 2, sessionsAhead: 1 };
  const now = at('10:00');
  expect(offersEnd({ ...window, bookingClosesAt: null }, now)).toEqual(at('16:00'));
  expect(offersEnd({ ...window, bookingClosesAt: at('12:00') }, now)).toEqual(at('12:00'));
  expect(offersEnd({ ...window, bookingClosesAt: at('17:00') }, now)).toEqual(at('16:00'));
  expect(offersEnd({ ...window, bookingClosesAt: null, starts: [] }, now).getTime()).toBeLessThan(now.getTime());
});

test.each([
  [1, '09:00', '10:00'],
  [1, '12:00', '13:00'],
  [1, '14:30', '13:00'],
  [1, '15:00', '16:00'],
  [1, '19:00', '16:00'],
  [2, '12:00', '13:00'],
  [2, '15:00', '13:00'],
  [3, '09:00', '10:00'],
  [3, '12:00', '10:00'],
  [9, '09:00', '10:00'],
])('with %i sessions to be ahead, an offer seen at %s ends at %s (BR-183)', (sessionsAhead, now, end) => {
  const starts = [at('12:00'), at('15:00'), at('18:00')];
  expect(offersEnd({ starts, bookingClosesAt: null, leadHours: 2, sessionsAhead }, at(now))).toEqual(at(end));
});

test('offers that are over end, and those that the moved start would cut short are shortened', () => {
  const offer = (id: string, time: string) => ({ id, personId: id, expiresAt: at(time) });
  const { over, tooLong } = judgeOffers(
    [offer('past', '09:00'), offer('now', '10:00'), offer('short', '11:00'), offer('long', '15:00')],
    at('10:00'),
    at('12:00'),
  );
  expect(over.map(({ id }) => id)).toEqual(['past', 'now']);
  expect(tooLong.map(({ id }) => id)).toEqual(['long']);
  expect(judgeOffers([offer('any', '15:00')], at('12:00'), at('12:00')).over).toHaveLength(1);
});

test('leaving within a day of the start is late notice; earlier, or once it has begun, it is not', () => {
  const start = at('12:00');
  expect(isLateNotice(new Date(start.getTime() - hours(24)), start, 24)).toBe(false);
  expect(isLateNotice(new Date(start.getTime() - hours(24) + 1), start, 24)).toBe(true);
  expect(isLateNotice(start, start, 24)).toBe(false);
  expect(isLateNotice(start, null, 24)).toBe(false);
});

const situations = fc
  .record({
    capacity: fc.option(fc.nat({ max: 30 }), { nil: null }),
    queue: fc.nat({ max: 60 }),
    offering: fc.boolean(),
  })
  .chain((base) =>
    fc
      .nat({ max: base.capacity ?? 60 })
      .chain((taken) => fc.nat({ max: taken }).map((over) => ({ ...base, taken, over }))),
  );

test('settling never takes more places than there are, never leaves a place free that could be offered, and loses nobody', () => {
  fc.assert(
    fc.property(situations, ({ capacity, taken, over, queue, offering }) => {
      const after = settled({ capacity, taken }, { over, queue, offering });
      expect(after.taken).toBe(taken - over + after.toOffer);
      expect(after.taken).toBeLessThanOrEqual(capacity ?? Infinity);
      expect(after.toOffer).toBeLessThanOrEqual(offering ? queue : 0);
      expect(after.waiting).toBe(queue > after.toOffer);
      expect(offering && after.waiting && freePlaces(after) > 0).toBe(false);
      expect(after.waiting && toSeat(after) === 'confirmed').toBe(false);
    }),
  );
});
