import { openDatabase } from '../database/open-database.js';
import { readConfig } from '../platform/config.js';
import { seedDemoCollege } from './demo-college.js';
import { holdsPeople } from './guard.js';

// npm run demo: fills an empty database with the demo college, and refuses where anybody is.
const config = readConfig(process.env);
const database = await openDatabase(config);
try {
  const occupied = await holdsPeople(database.urls);
  if (occupied)
    console.error(
      'There are people in this database already, so the demo college stays out of it. Please use an empty one.',
    );
  else await seedDemoCollege(config, database.urls, database.role);
  process.exitCode = occupied ? 1 : 0;
} finally {
  await database.stop();
}
