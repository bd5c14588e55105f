import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { DatabaseUrls } from './database/database-urls.js';
import { Database } from './database/database.js';
import { Events } from './events/events.js';
import { Jobs } from './jobs/jobs.js';
import { KeyFolder } from './keys/key-folder.js';
import { Mailer } from './mail/mailer.js';

const provided = [Config, DatabaseUrls, Clock, Database, Events, Jobs, KeyFolder, Mailer];

/** What every module may use. */
@Global()
@Module({})
export class PlatformModule {
  static on(config: Config, urls: DatabaseUrls, clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Config, useValue: config },
        { provide: DatabaseUrls, useValue: urls },
        { provide: Clock, useValue: clock },
        Database, Events, Jobs, KeyFolder, Mailer,
      ],
      exports: provided,
    };
  }
}
