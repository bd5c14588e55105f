import { drill, timesOf } from './parts/drill.js';

// npm run drill:kill-postgres: twenty times PostgreSQL is killed outright under load, with everything it keeps safe
// switched on, and started again; it recovers from its log of changes. No process of the college may end.
await drill('kill-postgres', async (scene) => {
  const college = await scene.open({ servers: 2 });
  await scene.underLoad(college, {
    times: timesOf(20),
    fault: async () => {
      await college.postgres.kill();
      await college.postgres.start();
    },
  });
  await scene.verdict(college);
});
