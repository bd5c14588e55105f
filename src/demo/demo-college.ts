import { NestFactory } from '@nestjs/core';
import { hash } from '@node-rs/argon2';
import { DataSource } from 'typeorm';
import { AppModule } from '../app.module.js';
import { Credential, Person, RoleGrant } from '../people/person.entity.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { newId } from '../platform/ids.js';
import { demoEmail, demoPassword, demoPeople } from './demo-people.js';

/** A clock that the story of the demo moves, so that past terms have a past. */
export class StoryClock extends Clock {
  private instant = new Date();
  now(): Date {
    return this.instant;
  }
  moveTo(instant: Date): void {
    this.instant = instant;
  }
}

/** Fills an empty database with a college at work, through the same services that people use. */
export async function seedDemoCollege(config: Config, urls: DatabaseUrls, role: string | null): Promise<void> {
  const clock = new StoryClock();
  const app = await NestFactory.createApplicationContext(AppModule.on(config, urls, role, clock), { logger: ['error'] });
  try {
    await app.get(DataSource).transaction(async (tx) => {
      const passwordHash = await hash(demoPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
      for (const { key, chosenName, pronouns, roles } of demoPeople) {
        const personId = newId();
        const email = demoEmail(key);
        await tx.insert(Person, { id: personId, chosenName, pronouns, email, emailCanonical: email, emailConfirmedAt: clock.now(), demo: true });
        await tx.insert(Credential, { personId, passwordHash, changedAt: clock.now() });
        for (const each of roles) await tx.insert(RoleGrant, { id: newId(), personId, role: each, grantedAt: clock.now() });
      }
    });
  } finally {
    await app.close();
  }
}
