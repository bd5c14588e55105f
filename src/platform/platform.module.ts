import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Batch } from './batches/batch.entity.js';
import { Batches } from './batches/batches.js';
import { Seal, Sealed } from './audit/seal.entity.js';
import { Event } from './events/event.entity.js';
import { IdempotencyKey } from './database/idempotency-key.entity.js';
import { RecordRead } from './disclosure/record-read.entity.js';
import { StoredFile, StoredFileChunk } from './files/stored-file.entity.js';
import { DiscoveryModule } from '@nestjs/core';
import { SealChainService } from './audit/seal-chain.service.js';
import { RememberedTokens } from './access/remembered-tokens.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { DatabaseUrls } from './database/database-urls.js';
import { Standby } from './database/standby.js';
import { CommitWitness } from './database/commit-witness.js';
import { Database } from './database/database.js';
import { Declarations } from './discovery/declarations.js';
import { EndedLog } from './endings/ended-log.js';
import { EndedLogDatabase } from './endings/ended-log-database.js';
import { EndedLogFolder } from './endings/ended-log-folder.js';
import { Endings } from './endings/endings.js';
import { RestoreMarker } from './endings/restore-marker.js';
import { Restore, SeenLine } from './endings/restore.entity.js';
import { Restores } from './endings/restores.js';
import { EndedLogUpkeep } from './restores/ended-log-upkeep.js';
import { RestoreReplay } from './restores/restore-replay.js';
import { Events } from './events/events.js';
import { Jobs } from './jobs/jobs.js';
import { Files } from './files/files.js';
import { DamagedCount } from './keys/damaged-count.js';
import { KeyFolder } from './keys/key-folder.js';
import { LocalMasterKeys } from './keys/local-master-keys.js';
import { MasterKeys } from './keys/master-keys.js';
import { PersonalKeys } from './keys/personal-keys.js';
import { WrappedKeysDatabase } from './keys/wrapped-keys-database.js';
import { WrappedKeysFolder } from './keys/wrapped-keys-folder.js';
import { WrappedKeys } from './keys/wrapped-keys.js';
import { RateCount } from './limits/rate-count.entity.js';
import { KeptAnswers } from './shown/kept-answers.js';
import { ShownStamp } from './shown/shown-stamp.entity.js';
import { SharedCounts } from './limits/shared-counts.js';
import { Mailer } from './mail/mailer.js';
import { DisclosureLogService } from './disclosure/disclosure-log.service.js';

const provided = [
  Config,
  DatabaseUrls,
  Clock,
  Database,
  Batches,
  Standby,
  Declarations,
  Endings,
  Events,
  Restores,
  SealChainService,
  Files,
  Jobs,
  KeyFolder,
  MasterKeys,
  WrappedKeys,
  PersonalKeys,
  Mailer,
  DisclosureLogService,
  RememberedTokens,
  SharedCounts,
  KeptAnswers,
];

/** What a process brings with it. */
export interface PlatformParts {
  config: Config;
  urls: DatabaseUrls;
  clock: Clock;
  standby: Standby;
}

/** What every module may use. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ config, urls, clock, standby }: PlatformParts): DynamicModule {
    const wrappedKeys = config.KEYS_DATABASE_URL
      ? new WrappedKeysDatabase(config.KEYS_DATABASE_URL, config.PREPARED)
      : new WrappedKeysFolder(config.keysFolder);
    const endedLog = config.KEYS_DATABASE_URL
      ? new EndedLogDatabase(config.KEYS_DATABASE_URL, config.PREPARED)
      : new EndedLogFolder(config.keysFolder);
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        TypeOrmModule.forFeature([
          Batch,
          Event,
          IdempotencyKey,
          RateCount,
          RecordRead,
          Restore,
          Seal,
          Sealed,
          ShownStamp,
          SeenLine,
          StoredFile,
          StoredFileChunk,
        ]),
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: DatabaseUrls, useValue: urls },
        { provide: Clock, useValue: clock },
        { provide: Standby, useValue: standby },
        { provide: MasterKeys, useValue: new LocalMasterKeys(config.keysFolder, clock, wrappedKeys) },
        { provide: WrappedKeys, useValue: wrappedKeys },
        { provide: EndedLog, useValue: endedLog },
        { provide: CommitWitness, useExisting: Endings },
        Database,
        Batches,
        Declarations,
        Endings,
        Restores,
        RestoreMarker,
        RestoreReplay,
        EndedLogUpkeep,
        Events,
        SealChainService,
        Files,
        Jobs,
        KeyFolder,
        PersonalKeys,
        DamagedCount,
        Mailer,
        DisclosureLogService,
        RememberedTokens,
        SharedCounts,
        KeptAnswers,
      ],
      exports: provided,
    };
  }
}
