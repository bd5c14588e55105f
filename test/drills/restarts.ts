import { drill, timesOf } from './parts/drill.js';

// npm run drill:restarts: ten times PostgreSQL is stopped (fast) and started again, as an update does it, while people
// work and jobs run, in the API's own processes as well as in a worker of its own. No process may end, and the jobs go
// on.
await drill('restarts', async (scene) => {
  const college = await scene.open({ servers: 2, worker: 'both' });
  await scene.underLoad(college, { times: timesOf(10), fault: () => college.postgres.restart(), calmMs: 2000 });
  await scene.verdict(college);
});
