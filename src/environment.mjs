// Settings may stand in a file .env beside the data folder; what the environment says already wins.
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');
