import {
  afterLook,
  type Followed,
  isFreshEnough,
  neverSeen,
  type ServerFacts,
} from '../../src/platform/database/standby.rules.js';

const most = 5_000;
const at = (position: number, more: Partial<ServerFacts> = {}): ServerFacts => ({
  follows: false,
  position: BigInt(position),
  identity: 'one/5',
  ...more,
});
const following = (position: number, more: Partial<ServerFacts> = {}) => at(position, { follows: true, ...more });

/** One look each second: what the primary has written, and the standby replayed. */
function looks(...seen: [here: ServerFacts | undefined, there: ServerFacts][]): Followed | string {
  let known: Followed = neverSeen;
  for (const [n, [here, there]] of seen.entries()) {
    const found = afterLook(known, { at: n * 1_000, here, there }, most);
    if (typeof found === 'string') return found;
    known = found;
  }
  return known;
}
const upTo = (...seen: Parameters<typeof looks>) => {
  const found = looks(...seen);
  return typeof found === 'string' ? found : found.upTo;
};

test('what the primary had written when it was asked is there once the standby has replayed so much', () => {
  expect(upTo([at(100), following(90)])).toBeUndefined();
  expect(upTo([at(100), following(90)], [at(150), following(120)])).toBe(0);
  expect(upTo([at(100), following(90)], [at(150), following(120)], [at(180), following(160)])).toBe(1_000);
});

test('while nobody writes it is up to date, also where it hears nothing', () => {
  expect(upTo([at(100), following(100)], [at(100), following(100)], [at(100), following(100)])).toBe(2_000);
});

test('one that hears and replays nothing more falls behind with the first change', () => {
  const silent = [at(200), following(100)] as [ServerFacts, ServerFacts];
  const found = looks([at(100), following(100)], [at(100), following(100)], silent, silent, silent);
  if (typeof found === 'string') throw new Error(found);
  expect(found.upTo).toBe(1_000);
  expect([6_000, 6_001].map((now) => isFreshEnough(found, now, most))).toEqual([true, false]);
});

test('it may be read after two looks, of which the second saw the primary no less far than the first the standby', () => {
  const one = looks([at(100), following(100)]) as Followed;
  const two = looks([at(100), following(100)], [at(100), following(100)]) as Followed;
  expect([one, two].map((found) => isFreshEnough(found, 1_500, most))).toEqual([false, true]);
});

test('while the primary does not answer nothing new is known of it', () => {
  const found = looks([at(100), following(100)], [at(100), following(100)], [undefined, following(100)]) as Followed;
  expect([found.upTo, isFreshEnough(found, 6_500, most)]).toEqual([1_000, false]);
  expect(upTo([undefined, following(100)], [undefined, following(100)])).toBeUndefined();
  // A primary that was demoted says as little.
  expect(upTo([following(100), following(100)], [following(100), following(100)])).toBeUndefined();
});

test.each<[string, [ServerFacts | undefined, ServerFacts][], string]>([
  ['a server that takes changes', [[at(100), at(100)]], 'it is no standby, or was promoted'],
  [
    'the standby of another cluster, or of another database in it',
    [[at(100), following(100, { identity: 'two/5' })]],
    'it is no copy of the database that DATABASE_URL names',
  ],
  [
    'the standby of a copy that went its own way',
    [
      [at(100), following(900)],
      [at(120), following(950)],
    ],
    'it follows another server than the one that DATABASE_URL names',
  ],
])('%s is not read', (_, seen, why) => expect(looks(...seen)).toBe(why));

test('what is remembered of the primary does not grow', () => {
  const found = looks(
    ...Array.from({ length: 60 }, (_, n) => [at(100 + n), following(100)] as [ServerFacts, ServerFacts]),
  );
  expect((found as Followed).marks.length).toBeLessThanOrEqual(6);
});
