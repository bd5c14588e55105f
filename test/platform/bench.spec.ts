import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { filledIn, peerIn, peerTurn, processIn } from '../bench/peer.js';
import { figureCells, heading, line, rowCells, rowColumns } from '../bench/table.js';
import { type Found, targets, verdictFor } from '../bench/targets.js';

const found: Found = { perSecond: 1234.5, api: 0.2, database: 0.04, ofFastify: 0.9, ofDriver: 0.3 };

test('a target is met, not met, or cannot be told', () => {
  const met = (what: string, change: Partial<Found> = {}) =>
    verdictFor(targets[what] ?? [], { ...found, ...change }).met;
  expect(met('prospectus')).toBe('yes');
  expect(met('prospectus', { api: 0.26 })).toBe('no');
  expect(met('prospectus', { database: null })).toBe('–');
  expect(met('my agenda')).toBe('yes');
  expect(met('my agenda', { ofFastify: 0.8 })).toBe('no');
  expect(met('my agenda', { ofFastify: 0.8, ofDriver: undefined as never })).toBe('no');
  expect(met('enrol, spread', { api: 2, database: 1.4, ofDriver: 0.36 })).toBe('yes');
  expect(met('enrol, spread', { api: 2, database: 1.6, ofDriver: 0.36 })).toBe('no');
  expect(met('staff tasks')).toBe('–');
});

test('every line has as many cells as there are columns', () => {
  const cells = rowCells('prospectus', found, targets['prospectus'] ?? []);
  expect(cells).toHaveLength(rowColumns(false).length);
  expect(line(cells)).toBe('| prospectus | 1235 | 0.20 | 0.04 | 0.90 | 0.30 | CPU ≤ 0.25 ms + 0.05 ms | yes |');
  expect(rowCells('prospectus', found, [], null)).toHaveLength(rowColumns(true).length);
  expect(rowCells('x', found, [], { perSecond: 100, cpu: 2.4 }).slice(-3)).toEqual(['100', '2.40', '10.00']);
  expect(rowCells('x', { ...found, database: null }, [], { perSecond: 100, cpu: 2.4 }).slice(-1)).toEqual(['–']);
  expect(heading(['a', 'b']).split('\n')).toEqual(['| a | b |', '|---|--:|']);
});

test('a figure says what it may be at most, or has to be at least', () => {
  expect(figureCells({ what: 'start', found: 1.904, unit: 's', most: 2 })).toEqual(['start', '1.9 s', '≤ 2 s', 'yes']);
  expect(figureCells({ what: 'start', found: 2.1, unit: 's', most: 2 }).at(-1)).toBe('no');
  expect(figureCells({ what: 'no-op', found: 0.5, unit: '×', least: 0.6 }).at(-1)).toBe('no');
  expect(figureCells({ what: 'memory', found: null, unit: 'MB', most: 140 })).toEqual(['memory', '–', '≤ 140 MB', '–']);
  expect(figureCells({ what: 'hash', found: 80, unit: '%' }).slice(2)).toEqual(['–', '–']);
});

test('a peer is asked in turn with what its description lists', () => {
  const request = {
    url: 'http://peer.test/{n}',
    headers: { authorization: 'Bearer {token}' },
    body: { kept: '{other}' },
  };
  const values = { token: ['a"b', 'c'] };
  expect(filledIn(request, 2, values)).toEqual({
    url: 'http://peer.test/2',
    headers: { authorization: 'Bearer a"b' },
    body: { kept: '{other}' },
  });
  expect(filledIn(request, 3, values).headers).toEqual({ authorization: 'Bearer c' });
  const told = { requests: { prospectus: { url: 'http://peer.test/' } } };
  expect(peerIn(JSON.stringify(told), ['prospectus'])).toEqual(told);
  expect(() => peerIn(JSON.stringify(told), ['Today'])).toThrow('what is no row: prospectus');
  expect(() => peerIn('{}', ['Today'])).toThrow('no requests');
});

test('the time of a process is read whatever its name is', () => {
  const stat = `77 (a) b (c) S 12 ${'0 '.repeat(9)}100 50 7 3 20 0`;
  expect(processIn(stat)).toEqual({ pid: 77, parent: 12, ms: 1600 });
  expect(processIn('')).toBeNull();
});

test('a round at a peer asks so often, and nothing that its description leaves out', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const peer = { requests: { prospectus: { url: `http://127.0.0.1:${port}/{n}` } } };
  expect(await peerTurn(peer, 'Today', 0, 4, 2)).toBeNull();
  expect(await peerTurn(peer, 'prospectus', 10, 4, 2)).toEqual({ perSecond: expect.any(Number), cpu: null });
  expect(asked.toSorted()).toEqual(['/10', '/11', '/12', '/13']);
  server.closeAllConnections();
  server.close();
});
