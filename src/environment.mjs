// Settings may stand in a file .env beside the data folder; what the environment says already wins.
import { existsSync } from 'node:fs';

if (existsSync('.env')) {
  try {
    process.loadEnvFile('.env');
  } catch ({ code }) {
    console.error(`The file .env cannot be read (${code}): let this user read it, or take it away.`);
    process.exit(1);
  }
}
