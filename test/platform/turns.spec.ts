import { setTimeout as sleep } from 'node:timers/promises';
import { platformRefusals } from '../../src/platform/errors/platform.refusals.js';
import { refuse } from '../../src/platform/errors/refusal.js';
import { Turns } from '../../src/platform/turns.js';

const oneAtATime = (waiting: number, patience: number) =>
  new Turns({ atOnce: 1, waiting, patience, refusal: () => refuse(platformRefusals.busy, { retryAfter: 10 }) });
const busy = { code: 'busy', details: { retryAfter: 10 } };

test('each has its turn in the order of coming, also after one that failed', async () => {
  const turns = oneAtATime(5, 1000);
  const done: number[] = [];
  const results = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      turns.run(async () => {
        await sleep(5);
        done.push(number);
        if (number === 1) throw new RangeError('damaged');
      }),
    ),
  );
  expect(done).toEqual([1, 2, 3]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});

test('who comes when many wait, or waits too long, is asked to come again', async () => {
  const turns = oneAtATime(2, 20);
  let end = () => {};
  const first = turns.run(() => new Promise<void>((resolve) => (end = resolve)));
  const waiting = [turns.run(() => Promise.resolve()), turns.run(() => Promise.resolve())];
  await expect(turns.run(() => Promise.resolve())).rejects.toMatchObject(busy);
  for (const each of await Promise.allSettled(waiting)) expect(each).toMatchObject({ reason: busy });
  end();
  await first;
  expect(await turns.run(() => Promise.resolve('drawn'))).toBe('drawn');
});

test('when waiting has become pointless, everybody who waits hears so at once', async () => {
  const turns = oneAtATime(5, 20_000);
  let end = () => {};
  const first = turns.run(() => new Promise<void>((resolve) => (end = resolve)));
  const waiting = [1, 2, 3].map(() => turns.run(() => Promise.resolve()));
  turns.refuseAllWaiting();
  for (const each of await Promise.allSettled(waiting)) expect(each).toMatchObject({ reason: busy });
  end();
  await first;
  expect([turns.isIdle, await turns.run(() => Promise.resolve('served'))]).toEqual([true, 'served']);
});
