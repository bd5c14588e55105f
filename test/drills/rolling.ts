import { drill, timesOf } from './parts/drill.js';

// npm run drill:rolling: two API processes behind a balancer that asks who is ready; one after the other is asked to
// leave (SIGTERM) and started again, as a deploy does it, under load. No request fails, and no line breaks.
await drill('rolling', async (scene) => {
  const college = await scene.open({
    servers: 2,
    pace: { balanced: true },
    settings: { DRAIN_SECONDS: '3' },
  });
  await scene.underLoad(college, {
    times: timesOf(10),
    fault: async (nth) => college.servers[nth % 2]?.kill('SIGTERM'),
  });
  scene.report.promise(college.load.answers.busy === 0, `${college.load.answers.busy} requests were sent away (503)`);
  await scene.verdict(college, { unbroken: true, mostPauseMs: 2000 });
});
