import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { drill, timesOf } from './parts/drill.js';
import { Proxy } from './parts/proxy.js';

// npm run drill:failover: a primary and a standby that follows it, behind one address. Four times the primary is
// stopped, the standby promoted, and the old one comes back as a standby that may only be read (25006); for a while the
// address still leads there, then it moves, and what is connected stays connected. Nobody has to restart anything.
await drill('failover', async (scene) => {
  let address: Proxy | undefined;
  const college = await scene.open({
    servers: 2,
    seenAt: async ({ port }) => (address = await Proxy.to(port)).port,
  });
  scene.later(() => address?.close());
  let standby = await college.postgres.standby(join(college.folder, 'standby'));
  scene.later(() => standby.stop('immediate'));
  await scene.underLoad(college, {
    times: timesOf(4),
    calmMs: 4000,
    fault: async () => {
      const before = college.postgres;
      await before.stop();
      await standby.promote();
      await before.follow(standby);
      await before.start();
      college.postgres = standby;
      standby = before;
      await sleep(6000);
      const ready = await Promise.all(college.servers.map((server) => server.isReady()));
      scene.report.promise(!ready.includes(true), 'an API process was ready on a database that may only be read');
      address?.moveTo(college.postgres.port);
    },
  });
  await scene.verdict(college);
});
