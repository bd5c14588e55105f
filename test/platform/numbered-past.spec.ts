import { aMinute } from '../../src/platform/calendar.js';
import { NumberedPast } from '../../src/platform/audit/seal.js';

const at = (minute: number) => new Date(Date.UTC(2027, 0, 4) + minute * aMinute).toISOString();
const after = (...seals: [minute: number, highest: string | null][]) => {
  const past = new NumberedPast();
  for (const [minute, highest] of seals) {
    past.until(at(minute));
    past.add(at(minute), highest);
  }
  return past;
};

test.each<[string, bigint, [number, string | null][], number]>([
  ['nothing', 0n, [], 60],
  ['nothing while what was sealed is fresh', 0n, [[0, '7']], 15],
  [
    'nothing while the seal after it is fresh: a row of its time may have come later',
    0n,
    [
      [0, '7'],
      [10, '9'],
    ],
    60,
  ],
  [
    'what was sealed long before the last seal',
    7n,
    [
      [0, '7'],
      [16, '9'],
    ],
    17,
  ],
  [
    'the highest of all that are long past',
    8n,
    [
      [0, '8'],
      [1, '5'],
      [30, '9'],
    ],
    31,
  ],
  [
    'no row that had no number',
    0n,
    [
      [0, '0'],
      [30, '0'],
    ],
    31,
  ],
  [
    'no rows that are gone',
    0n,
    [
      [0, null],
      [30, '4'],
    ],
    31,
  ],
  [
    'nothing more where the clock of one who sealed ran ahead',
    0n,
    [
      [0, '7'],
      [600, '9'],
    ],
    5,
  ],
])('the order is settled up to %s', (_what, until, seals, minute) => {
  expect(after(...seals).until(at(minute))).toBe(until);
});

test('whoever gets a number and commits within a few minutes is never taken for somebody from the past', () => {
  const past = new NumberedPast();
  let open: { number: number; until: number }[] = [];
  for (let minute = 0, next = 1; minute < 600; minute++) {
    for (let each = 0; each < 3; each++) open.push({ number: next++, until: minute + ((next * 7) % 5) });
    const committed = open.filter(({ until }) => until <= minute).map(({ number }) => number);
    open = open.filter(({ until }) => until > minute);
    if (committed.length === 0) continue;
    // Who seals may be at a process whose clock is behind.
    const sealedAt = at(minute - (minute % 2) * 10);
    expect(BigInt(Math.min(...committed))).toBeGreaterThan(past.until(sealedAt));
    past.add(sealedAt, String(Math.max(...committed)));
  }
});
