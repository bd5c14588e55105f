import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../bench/load.js';
import { drill, timesOf } from './parts/drill.js';
import { seconds } from './parts/report.js';
import type { Server } from './parts/supervisor.js';

const crowd = 300;
const lastsMs = 40_000;

/** What a slow client says at once; then it sends one byte each five seconds, or reads nothing. */
const ways = {
  upload:
    'POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{',
  header: 'GET /api/v1/prospectus HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  reader: 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4),
} as const;

// npm run drill:slow-sockets: three hundred clients that send a body, then headers, byte by byte, and then three
// hundred that ask and do not read, all from one address, each for forty seconds; whoever comes from another address is
// served as before.
await drill('slow-sockets', async (scene) => {
  const college = await scene.open({ servers: 1 });
  const { answers } = college.load;
  const p99 = (from: number) => quantile(answers.tookMs.slice(from), 0.99);
  let quiet = 0;
  await scene.underLoad(college, {
    times: timesOf(3),
    calmMs: 6000,
    fault: async (nth) => {
      const way = (['upload', 'header', 'reader'] as const)[nth % 3] ?? 'upload';
      quiet ||= p99(0);
      const [from, busy] = [answers.tookMs.length, answers.busy];
      const end = attack(college.servers[0], way);
      await sleep(lastsMs);
      const held = end();
      const slow = p99(from);
      const sentAway = answers.busy - busy;
      scene.report.note(
        `${crowd} × ${way} (${held} still held): p99 ${seconds(slow)}, quiet ${seconds(quiet)}, ${sentAway} × 503`,
      );
      scene.report.promise(slow <= Math.max(2 * quiet, 500), `with slow ${way}s others waited ${seconds(slow)} (p99)`);
      scene.report.promise(sentAway === 0, `with slow ${way}s others were sent away ${sentAway} times`);
    },
  });
  await scene.verdict(college, { unbroken: true, mostPauseMs: 5000 });
});

/** Answers what ends it, which tells how many were still connected then. */
function attack(server: Server | undefined, way: keyof typeof ways): () => number {
  const open = new Set<Socket>();
  const sockets = Array.from({ length: crowd }, () => {
    const socket = connect({ port: server?.port ?? 0, host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.on('connect', () => {
      open.add(socket);
      socket.write(ways[way]);
      if (way === 'reader') socket.pause();
    });
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    if (way !== 'reader') socket.resume();
    return socket;
  });
  const drip = setInterval(() => {
    if (way !== 'reader') for (const socket of open) socket.write('x');
  }, 5000);
  return () => {
    clearInterval(drip);
    const held = open.size;
    for (const socket of sockets) socket.destroy();
    return held;
  };
}
