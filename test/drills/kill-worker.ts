import { setTimeout as sleep } from 'node:timers/promises';
import { drill, timesOf } from './parts/drill.js';
import { untilDone } from './parts/postgres.js';
import { seconds } from './parts/report.js';
import { MailSink } from './parts/sink.js';

const mostHeldSeconds = 60;

// npm run drill:kill-worker: twenty times the worker is killed outright with jobs and letters in its hands (the mail
// server thinks for a moment about each letter) and started again. What it held is free within a minute; no message
// comes twice, and of one whose end nobody knows somebody is told.
await drill('kill-worker', async (scene) => {
  const sink = await MailSink.start();
  scene.later(() => sink.close());
  sink.thinksMs = 150;
  const college = await scene.open({
    servers: 1,
    settings: { SMTP_URL: sink.url },
    letters: () => sink.letters,
  });
  const heldFor: number[] = [];
  const held = async (before: Date) => {
    const [found] = await college.postgres.ask<{ jobs: number }>(
      'select count(*)::integer as jobs from graphile_worker._private_jobs where locked_at < $1',
      [before],
    );
    return found?.jobs ?? 0;
  };
  let caught = 0;
  await scene.underLoad(college, {
    times: timesOf(20),
    fault: async () => {
      await college.worker?.kill();
      caught += await held(new Date());
    },
    whole: async () => {
      const killed = new Date();
      const started = performance.now();
      await untilDone('What a killed worker held was not free', mostHeldSeconds * 2, async () => {
        await sleep(200);
        return (await held(killed)) === 0;
      }).catch(() => undefined);
      heldFor.push(performance.now() - started);
    },
  });
  const most = Math.max(...heldFor);
  scene.report.note(
    `${caught} jobs were in the hands of killed workers; they were free after ${seconds(most)} at most`,
  );
  scene.report.promise(most <= mostHeldSeconds * 1000, `jobs of a killed worker were held for ${seconds(most)}`);
  scene.report.promise(caught > 0, 'no job was ever in the hands of the worker: nothing was tried');
  await scene.verdict(college);
});
