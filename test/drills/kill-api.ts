import { drill, timesOf } from './parts/drill.js';

// npm run drill:kill-api: two API processes, one worker; twenty times one of the two is killed outright under load
// (SIGKILL) and started again. The other one goes on; whoever had asked the dead one asks again.
await drill('kill-api', async (scene) => {
  const college = await scene.open({ servers: 2 });
  await scene.underLoad(college, {
    times: timesOf(20),
    fault: async (nth) => college.servers[nth % 2]?.kill(),
  });
  await scene.verdict(college, { mostPauseMs: 5000 });
});
