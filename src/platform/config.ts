import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min, MinLength, validateSync } from 'class-validator';
import { resolve } from 'node:path';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export const secondFactors = ['staff', 'optional'] as const;
export const workerPlaces = ['in-process', 'separate'] as const;

/**
 * Every setting of the process, read once from the environment. The README's configuration table lists the same names.
 */
export class Config {
  /** Address that the API listens on. */
  @IsString() @MinLength(1) HOST = '127.0.0.1';

  /** Port of the API; 0 picks a free one. */
  @IsInt() @Min(0) @Max(65535) PORT = 3000;

  /** Where browsers reach the API, used in links and as the token issuer. Default: http://HOST:PORT. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  PUBLIC_URL?: string;

  /** A PostgreSQL 15 or newer to use instead of the embedded one. Nothing is seeded into it. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['postgres', 'postgresql'], require_protocol: true })
  DATABASE_URL?: string;

  /**
   * Another login for migrations and the job runner, if the API's own user may not change tables. Default:
   * DATABASE_URL.
   */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['postgres', 'postgresql'], require_protocol: true })
  MIGRATION_DATABASE_URL?: string;

  /** Connections in the API's pool. */
  @IsInt() @Min(2) @Max(200) POOL_SIZE = 10;

  /** Folder of the embedded database, the mail outbox and the keys. */
  @IsString() @MinLength(1) DATA_FOLDER = '.data';

  /**
   * Folder of the keys that sign tokens and seal journals. Back it up apart from the database. Default:
   * DATA_FOLDER/keys.
   */
  @IsOptional() @IsString() @MinLength(1) KEYS_FOLDER?: string;

  /**
   * A PostgreSQL of its own for the wrapped keys of journals, where several servers share them; keep its backups at
   * most seven days. Default: files in KEYS_FOLDER.
   */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['postgres', 'postgresql'], require_protocol: true })
  KEYS_DATABASE_URL?: string;

  /** Browser origins that may call the API, separated by commas; `*` is refused. */
  @IsOptional() @IsString() CORS_ORIGINS?: string;

  /** Number of reverse proxies in front whose X-Forwarded-For is believed. */
  @IsInt() @Min(0) @Max(5) TRUSTED_PROXY_HOPS = 0;

  /** How often one network address may read what is open to everybody, a minute and process. */
  @IsInt() @Min(1) @Max(1_000_000) PUBLIC_READS_PER_MINUTE = 600;

  /** Least severe log line written. */
  @IsIn(logLevels) LOG_LEVEL: (typeof logLevels)[number] = 'info';

  /**
   * Whoever shows this as a bearer token may read GET /metrics. Default: only this machine may, and no proxy for
   * somebody else.
   */
  @IsOptional() @IsString() @MinLength(20) METRICS_TOKEN?: string;

  /** Where events are delivered and timed jobs run: in this process, or in `npm run worker`. */
  @IsIn(workerPlaces) WORKER: (typeof workerPlaces)[number] = 'in-process';

  /** SMTP server, e.g. smtp://user:password@mail.example:587. Without it, mail is written to DATA_FOLDER/outbox. */
  @IsOptional() @IsUrl({ require_tld: false, protocols: ['smtp', 'smtps'], require_protocol: true }) SMTP_URL?: string;

  /** Sender of every message; keep it neutral, a shared screen may show it. */
  @IsString() @MinLength(3) MAIL_FROM = 'Messages <messages@localhost>';

  /**
   * Whether whoever holds a role besides learner has to use a second factor. Default: staff with DATABASE_URL, else
   * optional.
   */
  @IsOptional() @IsIn(secondFactors) SECOND_FACTOR?: (typeof secondFactors)[number];

  /**
   * A file outside the database to which the seals of the event log are appended; who cannot write it cannot rewrite
   * the log. Default: none.
   */
  @IsOptional() @IsString() @MinLength(1) SEAL_ANCHOR_FILE?: string;

  /** Seconds that the API stays reachable after SIGTERM while it answers "not ready". */
  @IsInt() @Min(0) @Max(60) DRAIN_SECONDS = 5;

  get publicUrl(): string {
    return (this.PUBLIC_URL ?? `http://${this.HOST}:${this.PORT}`).replace(/\/$/, '');
  }

  get corsOrigins(): string[] {
    return (this.CORS_ORIGINS ?? '')
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean);
  }

  get secondFactor(): (typeof secondFactors)[number] {
    return this.SECOND_FACTOR ?? (this.DATABASE_URL === undefined ? 'optional' : 'staff');
  }

  get keysFolder(): string {
    return resolve(this.KEYS_FOLDER ?? `${this.DATA_FOLDER}/keys`);
  }

  get dataFolder(): string {
    return resolve(this.DATA_FOLDER);
  }
}

/** A wrong setting, told in sentences for the person who starts the process. */
export class ConfigError extends Error {}

/** Reads and checks the environment. Throws {@link ConfigError} naming each wrong setting, never its value. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const config = new Config();
  const values = config as unknown as Record<string, unknown>;
  for (const name of settingNames) {
    const text = environment[name];
    if (text === undefined || text === '') continue;
    values[name] = typeof values[name] === 'number' ? wholeNumber(text) : text;
  }
  const complaints = validateSync(config).map(
    (error) => `${error.property}: ${Object.values(error.constraints ?? {}).join(', ')}`,
  );
  if (config.corsOrigins.includes('*')) complaints.push('CORS_ORIGINS: name each origin, "*" would let any site in');
  if (complaints.length > 0) throw new ConfigError(`Please check these settings:\n- ${complaints.join('\n- ')}`);
  return config;
}

/** NaN for anything else, which the validators then complain of. */
const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);

export const settingNames = [
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'POOL_SIZE',
  'DATA_FOLDER',
  'KEYS_FOLDER',
  'KEYS_DATABASE_URL',
  'CORS_ORIGINS',
  'TRUSTED_PROXY_HOPS',
  'PUBLIC_READS_PER_MINUTE',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'WORKER',
  'SMTP_URL',
  'MAIL_FROM',
  'SECOND_FACTOR',
  'SEAL_ANCHOR_FILE',
  'DRAIN_SECONDS',
] as const satisfies readonly (keyof Config)[];

/** Where the API begins; inside one version changes only add. */
export const prefix = 'api/v1';
