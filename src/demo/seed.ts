import { start } from '../app/start.js';
import { openDatabase } from '../database/open-database.js';
import { StartError } from '../platform/start-error.js';
import { seedDemoCollege } from './demo-college.js';
import { holdsPeople } from './guard.js';

// npm run demo: fills an empty database with the demo college, and refuses where anybody is.
await start(async (config) => {
  const database = await openDatabase(config);
  try {
    if (await holdsPeople(database.urls))
      throw new StartError(
        'There are people in this database already, so the demo college stays out of it. Please use an empty one.',
      );
    await seedDemoCollege(config, database.urls);
  } finally {
    await database.stop();
  }
});
