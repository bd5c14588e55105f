import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { openDatabase } from './open-database.js';
import { Roles } from './people/roles.service.js';
import { automatic } from './platform/access/actor.js';
import { readConfig } from './platform/config.js';

// npm run administrator -- <e-mail>: makes a person who has confirmed that address an administrator.
const email = process.argv[2];
if (!email) {
  console.error('Please name the e-mail address of somebody who has signed up: npm run administrator -- robin@example.org');
  process.exit(2);
}
const config = readConfig(process.env);
const database = await openDatabase(config);
const app = await NestFactory.createApplicationContext(AppModule.on(config, database.urls, database.role), { logger: ['error'] });
try {
  const granted = await app.get(Roles).makeAdministrator(automatic('command-line'), email);
  console.log(granted ? 'Done: this person is an administrator now.' : 'Nobody has confirmed this address yet. Ask them to sign up first, then run this again.');
  process.exitCode = granted ? 0 : 1;
} finally {
  await app.close();
  await database.stop();
}
