import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answeredPerson, boundPerson } from '../../src/platform/limits/in-flight.js';

/** A request of this person: whether it is worked on, waits, or was refused. */
function ask(personId: string) {
  const raw = Object.assign(new EventEmitter(), { headersSent: false }) as unknown as ServerResponse;
  const request = { raw, state: 'works' };
  try {
    const place = boundPerson(personId, { raw });
    if (place) {
      request.state = 'waits';
      place.then(
        () => (request.state = 'works'),
        (refusal: { code: string }) => (request.state = refusal.code),
      );
    }
  } catch (refusal) {
    request.state = (refusal as { code: string }).code;
  }
  return request;
}

const statesOf = (requests: { state: string }[]): Record<string, number> =>
  requests.reduce<Record<string, number>>((all, { state }) => ({ ...all, [state]: (all[state] ?? 0) + 1 }), {});

test('sixteen of one person are worked on, thirty-two wait, and more are refused at once; others are not held up', async () => {
  const hers = Array.from({ length: 60 }, () => ask('eve'));
  expect(statesOf(hers)).toEqual({ works: 16, waits: 32, too_many_requests: 12 });
  expect(ask('robin').state).toBe('works');
  hers.slice(0, 16).forEach(({ raw }) => answeredPerson(raw));
  await sleep(0);
  expect(hers.slice(0, 32).map(({ state }) => state)).toEqual(Array(32).fill('works'));
  expect(statesOf(hers)).toEqual({ works: 32, waits: 16, too_many_requests: 12 });
  hers.slice(16, 48).forEach(({ raw }) => answeredPerson(raw));
  await sleep(0);
  hers.slice(32, 48).forEach(({ raw }) => answeredPerson(raw));
  expect(statesOf(Array.from({ length: 16 }, () => ask('eve')))).toEqual({ works: 16 });
});

test('whoever waits a second is refused, and whoever left is not waited for', async () => {
  const hers = Array.from({ length: 18 }, () => ask('fay'));
  hers[16]?.raw.emit('close');
  await sleep(0);
  expect(statesOf(hers)).toEqual({ works: 16, waits: 1, too_many_requests: 1 });
  await sleep(1_050);
  expect(hers[17]?.state).toBe('too_many_requests');
  expect(ask('fay').state).toBe('waits');
});
