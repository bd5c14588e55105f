import { Agent } from 'node:http';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { send } from '../support/send.js';
import { type Edge, startEdge } from './edge/edge.app.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how?: { type: 'minor' }) => void;
const [batches, atOnce, kilobytes] = [20, 10, 96];

let edge: Edge;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  edge = await startEdge();
  // What a request leads to is as large here as a page of a busy route.
  edge.app
    .getHttpAdapter()
    .getInstance()
    .server.prependListener('request', (request) =>
      Object.assign(request, { ballast: new Array<number>(kilobytes * 128).fill(0) }),
    );
});

afterAll(async () => {
  agent.destroy();
  await edge.app.close();
});

const oldMegabytes = () =>
  (getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0) / 2 ** 20;

test.each(['/api/v1/notes/prospectus', '/api/v1/notes/csv'])(
  'an answered request is gone with a small collection: %s',
  async (path) => {
    const batch = async () => {
      await Promise.all(Array.from({ length: atOnce }, () => send({ url: edge.url + path }, agent)));
      collect({ type: 'minor' });
    };
    await batch();
    collect();
    const before = oldMegabytes();
    for (let each = 0; each < batches; each++) await batch();
    // All of them together are 19 MB.
    expect(oldMegabytes() - before).toBeLessThan(8);
  },
);
