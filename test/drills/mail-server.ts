import { setTimeout as sleep } from 'node:timers/promises';
import { drill, timesOf } from './parts/drill.js';
import { MailSink } from './parts/sink.js';

// npm run drill:mail-server: the mail server goes and comes back, and each second time it takes letters and breaks the
// line before it says so. Each message comes once, or a person of the college is told that nobody knows; nothing else
// waits.
await drill('mail-server', async (scene) => {
  const sink = await MailSink.start();
  scene.later(() => sink.close());
  const college = await scene.open({
    servers: 1,
    settings: { SMTP_URL: sink.url },
    letters: () => sink.letters,
  });
  await scene.underLoad(college, {
    times: timesOf(10),
    fault: async (nth) => {
      if (nth % 2 === 1) {
        sink.saysNothing = true;
        await sleep(2000);
        sink.saysNothing = false;
      }
      await sink.close();
      await sleep(3000);
      await sink.open();
    },
  });
  await scene.verdict(college, { unbroken: true, mostPauseMs: 2000 });
});
