import { setTimeout as sleep } from 'node:timers/promises';
import { forwardedNetwork } from '../../src/platform/limits/address.js';
import { Crowd, type CrowdBounds, usualCrowd } from '../../src/platform/limits/crowd.js';
import { UnreadBodies } from '../../src/platform/limits/unread-bodies.js';

const patient = { ...usualCrowd, patience: 10_000 };

/** A crowd whose requests are named, and what became of them. */
function aCrowd(bounds: Partial<CrowdBounds>) {
  const crowd = new Crowd();
  crowd.bounds = { ...patient, ...bounds };
  const [served, refused]: [string[], string[]] = [[], []];
  const leaving = new Map<string, () => void>();
  const come = (name: string, network: string, token = '') => {
    leaving.set(
      name,
      crowd.enter(
        { network, token },
        () => void served.push(name),
        () => void refused.push(name),
      ),
    );
  };
  /** Whoever was served first and is still there leaves; who is next is served in the next tick. */
  const serveAll = async () => {
    for (let position = 0; position < served.length; position++) {
      leaving.get(served[position] ?? '')?.();
      await sleep(0);
    }
  };
  return { crowd, served, refused, come, serveAll, leave: (name: string) => leaving.get(name)?.() };
}

test('places go round between networks, and inside one between whoever asks there', async () => {
  const { crowd, served, come, serveAll } = aCrowd({ inFlight: 1 });
  for (let n = 1; n <= 6; n++) come(`crowd ${n}`, '192.0.2.1');
  come('eve 1', '192.0.2.1', 'eve');
  come('eve 2', '192.0.2.1', 'eve');
  come('robin', '192.0.2.2');
  await serveAll();
  expect(served).toEqual([
    ...['crowd 1', 'crowd 2', 'robin', 'eve 1', 'crowd 3'],
    ...['eve 2', 'crowd 4', 'crowd 5', 'crowd 6'],
  ]);
  expect(crowd.counts).toEqual({ running: 0, waiting: 0, refused: 0 });
});

test('a network, those there who show no token, and one token have their shares; others are let past them', () => {
  const { served, come } = aCrowd({ inFlight: 8, ofNetwork: 6, ofStrangers: 3, ofToken: 2 });
  for (let n = 1; n <= 5; n++) come(`stranger ${n}`, '192.0.2.1');
  for (let n = 1; n <= 5; n++) come(`eve ${n}`, '192.0.2.1', 'eve');
  for (let n = 1; n <= 5; n++) come(`sam ${n}`, '192.0.2.1', 'sam');
  come('robin', '192.0.2.2');
  expect(served).toEqual(['stranger 1', 'stranger 2', 'stranger 3', 'eve 1', 'eve 2', 'sam 1', 'robin']);
});

test('when the line is full the longest gives way, its last first, and nobody else', () => {
  const { crowd, refused, come } = aCrowd({ inFlight: 1, waiting: 3 });
  come('working', '192.0.2.9');
  for (let n = 1; n <= 4; n++) come(`crowd ${n}`, '192.0.2.1');
  expect(refused).toEqual(['crowd 4']);
  expect(crowd.closedTo({ network: '192.0.2.1', token: '' })).toBe('busy');
  expect(crowd.closedTo({ network: '192.0.2.1', token: 'eve' })).toBeUndefined();
  come('eve', '192.0.2.1', 'eve');
  come('robin', '192.0.2.2');
  come('robin again', '192.0.2.2');
  expect(refused).toEqual(['crowd 4', 'crowd 3', 'crowd 2', 'robin again']);
  expect(crowd.counts).toEqual({ running: 1, waiting: 3, refused: 4 });
});

test('nobody waits longer than they should, and who left is not served', async () => {
  const { crowd, served, refused, come, leave } = aCrowd({ inFlight: 1, patience: 20 });
  come('working', '192.0.2.1');
  come('gone', '192.0.2.1');
  come('waiting', '192.0.2.1');
  leave('gone');
  await sleep(60);
  leave('working');
  leave('working');
  leave('waiting');
  await sleep(0);
  expect([served, refused]).toEqual([['working'], ['waiting']]);
  expect(crowd.counts).toEqual({ running: 0, waiting: 0, refused: 1 });
});

test('a crowd that has gone leaves nothing in memory, whoever came', async () => {
  const { crowd, come, serveAll, leave, served, refused } = aCrowd({ inFlight: 3, waiting: 20 });
  for (let n = 0; n < 60; n++) come(`${n}`, `192.0.2.${n % 7}`, n % 3 ? `token ${n % 5}` : '');
  expect(crowd.closedTo({ network: '198.51.100.1', token: 'somebody' })).toBeUndefined();
  await serveAll();
  for (let n = 0; n < 60; n++) leave(`${n}`);
  const leaveLate = crowd.takeAnyway({ network: '198.51.100.1', token: 'a file' });
  expect(crowd.counts.running).toBe(1);
  leaveLate();
  expect(served.length + refused.length).toBe(60);
  expect(crowd.counts).toMatchObject({ running: 0, waiting: 0 });
  expect((crowd as unknown as { networks: Map<string, unknown> }).networks.size).toBe(0);
});

test('of bodies that come in slowly, those of the network with the most give way, the oldest first', () => {
  const bodies = new UnreadBodies(10);
  const cut: string[] = [];
  const come = (name: string, network: string) => bodies.enter(network, () => void cut.push(name));
  const coming = Array.from({ length: 5 }, (_, n) => come(`crowd ${n}`, '192.0.2.1'));
  expect(come('one more of the same network, while all are young', '192.0.2.1')).toBeUndefined();
  for (let n = 0; n < 5; n++) expect(come(`other ${n}`, `198.51.100.${n}`)).toBeDefined();
  expect(come('robin', '203.0.113.1')).toBeDefined();
  expect(cut).toEqual(['crowd 0']);
  for (const leave of coming) leave?.();
  expect(come('there is room again', '192.0.2.1')).toBeDefined();
});

test.each([
  [0, undefined, '10.0.0.1'],
  [0, '192.0.2.1', '10.0.0.1'],
  [1, '192.0.2.1', '192.0.2.1'],
  [1, '198.51.100.9, 192.0.2.1', '192.0.2.1'],
  [2, '198.51.100.9, 192.0.2.1', '198.51.100.9'],
  [2, '203.0.113.1, 198.51.100.9, 192.0.2.1', '198.51.100.9'],
  [3, '192.0.2.1', '192.0.2.1'],
  [1, ' ', '10.0.0.1'],
  [1, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  [1, '192.0.2.1:4711', '192.0.2.1'],
])('behind %p proxies, whoever is forwarded as %p counts as %p', (hops, forwarded, network) => {
  const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.1' } };
  expect(forwardedNetwork(request as never, hops)).toBe(network);
});
