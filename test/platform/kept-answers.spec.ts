import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { mostAnswers, mostBytes, type PublicAnswer, Shelf } from '../../src/platform/shown/shelf.js';
import { readConfig } from '../../src/platform/config.js';
import type { Database } from '../../src/platform/database/database.js';
import type { Standby } from '../../src/platform/database/standby.js';
import { KeptAnswers } from '../../src/platform/shown/kept-answers.js';
import { SharedReading } from '../../src/platform/shown/shared-reading.js';
import { TestClock } from '../support/college.js';

const answer = (text: string | Buffer): PublicAnswer => ({ body: Buffer.from(text), tag: '"t"' });
const turn = () => new Promise((resolve) => setImmediate(resolve));

function someAnswers(stampNow = () => 'a', behindMs = 0) {
  let readings = 0;
  const stamp = async () => {
    readings++;
    await turn();
    return stampNow();
  };
  const clock = new TestClock();
  return { kept: new Shelf(stamp, clock, behindMs), clock, readings: () => readings };
}

test('whoever comes while a reading is under way waits for the next one, all of them for the same', async () => {
  const ends: ((n: number) => void)[] = [];
  const reading = new SharedReading(() => new Promise<number>((resolve) => ends.push(resolve)));
  const first = reading.read();
  const [second, third] = [reading.read(), reading.read()];
  expect(ends).toHaveLength(1);
  ends[0]?.(1);
  expect(await first).toBe(1);
  await turn();
  expect(ends).toHaveLength(2);
  const fourth = reading.read();
  ends[1]?.(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await turn();
  ends[2]?.(3);
  expect(await fourth).toBe(3);
  await turn();
  void reading.read();
  expect(ends).toHaveLength(4);
});

test('a reading that fails fails for its own readers alone', async () => {
  let n = 0;
  const reading = new SharedReading(async () => {
    const nth = ++n;
    await turn();
    if (nth === 1) throw new Error('lost');
    return nth;
  });
  const [first, second] = [reading.read(), reading.read()];
  await expect(first).rejects.toThrow('lost');
  expect(await second).toBe(2);
  expect(await reading.read()).toBe(3);
});

test('an answer is made once for all who ask for it meanwhile, and again once the stamp was renewed', async () => {
  let [stamp, made] = ['a', 0];
  const { kept, readings } = someAnswers(() => stamp);
  const make = async () => {
    made++;
    await turn();
    return answer(String(made));
  };
  const all = await Promise.all(Array.from({ length: 64 }, () => kept.answer('k', make)));
  expect([made, new Set(all.map(({ body }) => body.toString())).size]).toEqual([1, 1]);
  expect(readings()).toBeLessThanOrEqual(2);
  stamp = 'b';
  expect((await kept.answer('k', make)).body.toString()).toBe('2');
});

test('an answer whose time is over is made once more, and one that failed is not kept', async () => {
  const { kept, clock } = someAnswers();
  let made = 0;
  const make = async () => ({ ...answer(String(++made)), until: new Date(clock.now().getTime() + 60_000) });
  await kept.answer('k', make);
  await kept.answer('k', make);
  expect(made).toBe(1);
  clock.forward({ minutes: 1, seconds: 1 });
  await Promise.all([kept.answer('k', make), kept.answer('k', make)]);
  expect(made).toBe(2);
  await expect(kept.answer('other', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect((await kept.answer('other', make)).body.toString()).toBe('3');
});

test('of two servers, one behind the other, each answer says what its server knew after it was asked, or more', async () => {
  const versions = { primary: 0, standby: 0 };
  const asked = new AsyncLocalStorage<'primary' | 'standby'>();
  const told = async () => {
    await pause(Math.random() * 3);
    const version = versions[asked.getStore() ?? 'primary'];
    await pause(Math.random() * 3);
    return String(version);
  };
  const database = { row: async () => ({ stamp: await told() }) } as unknown as Database;
  const standby = {
    read: <T>(there: () => Promise<T>, here: () => Promise<T>) =>
      Math.random() < 0.5 ? asked.run('standby', there) : here(),
    whenLeft: () => undefined,
  } as unknown as Standby;
  const kept = new KeptAnswers(database, new TestClock(), readConfig({}), standby);
  const reader = async (key: string) => {
    for (let n = 0; n < 150; n++) {
      const least = versions.standby;
      const { body } = await kept.answer(key, async () => answer(await told()));
      expect(Number(body)).toBeGreaterThanOrEqual(least);
    }
  };
  const readers = Promise.all(['a', 'a', 'b', 'b'].map(reader));
  const work = { goesOn: true };
  const writer = async () => {
    for (; work.goesOn; await pause(4)) {
      versions.standby = versions.primary;
      await pause(2);
      versions.primary++;
    }
  };
  await Promise.all([readers.finally(() => (work.goesOn = false)), writer()]);
});

test('what a server that may be behind says at a full hour is asked once more when it has heard all until then', async () => {
  for (const [behindMs, makings] of [
    [0, 1],
    [5_000, 2],
  ] as const) {
    const { kept, clock } = someAnswers(undefined, behindMs);
    let made = 0;
    const make = async () => ({ ...answer(String(++made)), until: new Date('2031-03-01T12:00:00Z') });
    for (const second of ['00.500', '04.999', '05.000', '09.999', '59.000']) {
      clock.moveTo(`2031-03-01T11:00:${second}Z`);
      await kept.answer('k', make);
    }
    expect([behindMs, made]).toEqual([behindMs, makings]);
  }
});

test('no more is kept than so many answers and bytes; what was not asked for the longest goes first', async () => {
  const { kept } = someAnswers();
  let made = 0;
  const make = (size: number) => async () => (made++, answer(Buffer.alloc(size, 'x')));
  for (let n = 0; n < mostAnswers; n++) await kept.answer(`k${n}`, make(10));
  await kept.answer('k0', make(10));
  await kept.answer('one more', make(10));
  expect(kept.size).toEqual({ answers: mostAnswers, bytes: mostAnswers * 10 });
  made = 0;
  await kept.answer('k0', make(10));
  expect(made).toBe(0);
  await kept.answer('k1', make(10));
  expect(made).toBe(1);
  for (let n = 0; n < 6; n++) await (await kept.answer(`large${n}`, make(mostBytes / 4))).zipped();
  expect(kept.size.bytes).toBeLessThanOrEqual(mostBytes);
  expect(kept.size.bytes).toBeGreaterThan(mostBytes / 2);
  await kept.answer('too large', make(mostBytes + 1));
  expect(kept.size).toEqual({ answers: 0, bytes: 0 });
});
