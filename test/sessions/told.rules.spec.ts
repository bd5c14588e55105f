import { toldOfRun } from '../../src/sessions/runs/run.rules.js';
import { isToldOfSession } from '../../src/sessions/sessions/session.rules.js';
import { changesShown } from '../../src/sessions/venues/venue.rules.js';

const now = new Date('2027-03-01T12:00:00Z');
const at = (day: number) => new Date(`2027-03-${String(day).padStart(2, '0')}T12:00:00Z`);
const run = {
  state: 'open' as const,
  mode: 'in_person' as const,
  venueId: 'here',
  onlineRoomId: null,
  bookingClosesAt: at(10),
  lastEnd: at(20),
};

test.each([
  ['nothing', {}, null],
  ['the mode', { mode: 'hybrid' }, 'all'],
  ['the venue', { venueId: 'there' }, 'all'],
  ['a room where nobody meets online', { onlineRoomId: 'room' }, null],
  ['booking that closes sooner', { bookingClosesAt: at(9) }, 'waiting'],
  ['booking that closes later', { bookingClosesAt: at(11) }, null],
  ['booking that stays open to the end', { bookingClosesAt: null }, null],
  ['both', { mode: 'online', bookingClosesAt: at(9) }, 'all'],
  ['the venue of a draft', { venueId: 'there', state: 'draft' }, null],
  ['the venue of a run that is over', { venueId: 'there', lastEnd: at(1) }, null],
  ['the venue of a run without a date', { venueId: 'there', lastEnd: null }, null],
] as const)('a change of %s is told to those whom it concerns (BR-180)', (_, change, told) => {
  expect(toldOfRun(run, { ...run, ...change }, now)).toBe(told);
});

test('another venue of a run that meets online is told to nobody, another room to all (BR-180)', () => {
  const online = { ...run, mode: 'online' as const, onlineRoomId: 'room' };
  expect(toldOfRun(online, { ...online, venueId: 'there' }, now)).toBeNull();
  expect(toldOfRun(online, { ...online, onlineRoomId: 'other' }, now)).toBe('all');
});

test('booking that was closed already shortens nobody’s time (BR-180)', () => {
  const closed = { ...run, bookingClosesAt: new Date('2027-02-20T12:00:00Z') };
  expect(toldOfRun(closed, { ...closed, bookingClosesAt: new Date('2027-02-10T12:00:00Z') }, now)).toBeNull();
});

test.each([
  ['published and to come', {}, { accessNote: 'The side door' }, true],
  ['left as it is', {}, { accessNote: null }, false],
  ['not spoken of', {}, {}, false],
  ['a draft', { state: 'draft' }, { accessNote: 'The side door' }, false],
  ['over', { endsAt: at(1) }, { accessNote: 'The side door' }, false],
] as const)('how one gets in to a session that is %s (BR-180)', (_, session, wish, told) => {
  expect(isToldOfSession({ state: 'published', endsAt: at(20), accessNote: null, ...session }, wish, now)).toBe(told);
});

test('the same features in another order are the same place (BR-180)', () => {
  const place = { name: 'Lakeside', features: ['a', 'b'], capacity: 3 };
  expect(changesShown(place, { features: ['b', 'a'], capacity: 4 }, ['name', 'features'])).toBe(false);
  expect(changesShown(place, { features: ['b'] }, ['name', 'features'])).toBe(true);
  expect(changesShown(place, { name: 'Lakeside' }, ['name', 'features'])).toBe(false);
});
