import { setTimeout as sleep } from 'node:timers/promises';
import type { College } from './parts/college.js';
import { drill, timesOf } from './parts/drill.js';
import { logins } from './parts/postgres.js';
import { Proxy } from './parts/proxy.js';

const connections = Object.values(logins);

// npm run drill:backends: connections of the API and of the jobs end at random (pg_terminate_backend, 20 at a time, ten
// times), stand still (SIGSTOP of their processes for ten seconds, five times), and the line to the database falls
// silent for twenty seconds without anybody being told (three times). Nobody waits for ever, and no process ends.
await drill('backends', async (scene) => {
  let line: Proxy | undefined;
  const college = await scene.open({
    servers: 2,
    worker: 'both',
    seenAt: async ({ port }) => (line = await Proxy.to(port)).port,
  });
  scene.later(() => line?.close());
  const [ended, frozen, silent] = [timesOf(10), timesOf(5), timesOf(3)];
  await scene.underLoad(college, {
    times: ended + frozen + silent,
    fault: async (nth) => {
      if (nth < ended) return endSome(college);
      if (nth < ended + frozen) return freezeSome(college);
      line?.fallSilent();
      await sleep(6000);
      const ready = await Promise.all(college.servers.map((server) => server.isReady()));
      scene.report.promise(!ready.includes(true), 'an API process said that it was ready without its database');
      await sleep(14_000);
      line?.speakAgain();
    },
  });
  await scene.verdict(college);
});

async function endSome({ postgres }: College): Promise<void> {
  for (let nth = 0; nth < 20; nth++) {
    await postgres.ask(
      `
        select pg_terminate_backend(pid)
        from (select pid from pg_stat_activity where usename = any ($1) order by random() limit 1) one`,
      [connections],
    );
    await sleep(50);
  }
}

async function freezeSome({ postgres }: College): Promise<void> {
  const found = await postgres.ask<{ pid: number }>(
    'select pid from pg_stat_activity where usename = any ($1) order by random() limit 6',
    [connections],
  );
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of found) {
      try {
        process.kill(pid, name);
      } catch {
        // It has gone in the meantime.
      }
    }
  };
  signal('SIGSTOP');
  await sleep(10_000);
  signal('SIGCONT');
}
