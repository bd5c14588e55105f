import 'reflect-metadata';
import { TimeDerivationService } from '../sessions/sessions/time-derivation.service.js';
import { automatic } from '../platform/actor.js';
import { withCollege } from './run-command.js';

// npm run derive-times: after new time zone data came with PostgreSQL, moves each session to come to the instant at which
// its wall shows the time that was planned, and tells whoever booked it. What would clash stays and is listed, on an open
// run with a task for the coordinators, and ends with 2. npm run derive-times -- --dry only lists.
const dry = process.argv.includes('--dry');

await withCollege(async (app) => {
  const found = await app.get(TimeDerivationService).derive(automatic('derive-times'), dry);
  for (const { sessionId, localStart, timeZone, from, to, because } of found)
    console.log(
      because === null
        ? `${dry ? 'would move' : 'moved'}  ${sessionId}  ${localStart} ${timeZone}: ${from} → ${to}`
        : `left as it is  ${sessionId}  ${localStart} ${timeZone}: ${because}`,
    );
  const left = found.filter(({ because }) => because !== null).length;
  console.log(`Done: ${found.length - left} ${dry ? 'would be moved' : 'moved'}, ${left} left as they are.`);
  if (left > 0) process.exitCode = 2;
});
