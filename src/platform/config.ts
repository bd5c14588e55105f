import { validateSync } from 'class-validator';
import { resolve } from 'node:path';
import { anAddress, oneOf, shown, someText, suchText, wholeNumber } from './setting.decorators.js';
import { mistakenName } from './setting-names.rules.js';
import { StartError } from './start-error.js';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export const secondFactors = ['staff', 'optional'] as const;
export const workerPlaces = ['in-process', 'separate'] as const;

/**
 * Every setting of the process, read once from the environment. The README's configuration table lists the same names.
 */
export class Config {
  /** Address that the API listens on. */
  @someText() HOST = '127.0.0.1';

  /** Port of the API; 0 picks a free one. */
  @wholeNumber(0, 65535) PORT = 3000;

  /** Where browsers reach the API, used in links and as the token issuer. Default: http://HOST:PORT. */
  @anAddress('http', 'https') PUBLIC_URL?: string;

  /** A PostgreSQL 15 or newer to use instead of the embedded one. Nothing is seeded into it. */
  @anAddress('postgres', 'postgresql') DATABASE_URL?: string;

  /**
   * Another login for migrations and the job runner, if the API's own user may not change tables. Default:
   * DATABASE_URL.
   */
  @anAddress('postgres', 'postgresql') MIGRATION_DATABASE_URL?: string;

  /**
   * A streaming standby of that database, from which public pages are read. It names one server. Default: they are read
   * from DATABASE_URL.
   */
  @anAddress('postgres', 'postgresql') READ_DATABASE_URL?: string;

  /** By how many seconds what is read from the standby may be behind; beyond, it is read from DATABASE_URL. */
  @wholeNumber(2, 300) READ_LAG_SECONDS = 5;

  /** Connections in the API's pool. */
  @wholeNumber(2, 200) POOL_SIZE = 10;

  /** Folder of the embedded database, the mail outbox and the keys. */
  @someText() DATA_FOLDER = '.data';

  /**
   * Folder of the keys that sign tokens and seal journals. Back it up apart from the database. Default:
   * DATA_FOLDER/keys.
   */
  @someText() KEYS_FOLDER?: string;

  /**
   * A PostgreSQL of its own for the wrapped keys of journals, where several servers share them; keep its backups at
   * most seven days. Default: files in KEYS_FOLDER.
   */
  @anAddress('postgres', 'postgresql') KEYS_DATABASE_URL?: string;

  /** Days for which the oldest backup of the database may be kept; what ended since it was made is remembered so long. */
  @wholeNumber(1, 3650) BACKUP_KEPT_DAYS = 35;

  /** Browser origins that may call the API, separated by commas; `*` is refused. */
  @suchText('origins such as https://college.example, separated by commas; "*" would let any site in', areOrigins)
  CORS_ORIGINS?: string;

  /** Number of reverse proxies in front whose X-Forwarded-For is believed. */
  @wholeNumber(0, 5) TRUSTED_PROXY_HOPS = 0;

  /** How often one network address may read what is open to everybody, a minute and process. */
  @wholeNumber(1, 1_000_000) PUBLIC_READS_PER_MINUTE = 600;

  /** Least severe log line written. */
  @oneOf(logLevels) LOG_LEVEL: (typeof logLevels)[number] = 'info';

  /**
   * Whoever shows this as a bearer token may read GET /metrics. Default: only this machine may, and no proxy for
   * somebody else.
   */
  @suchText('at least 20 characters', (text) => text.length >= 20) METRICS_TOKEN?: string;

  /**
   * Where traces go by OTLP over HTTP, e.g. http://127.0.0.1:4318. Default: nowhere, and nothing of them is loaded.
   */
  @anAddress('http', 'https') OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** Where events are delivered and timed jobs run: in this process, or in `npm run worker`. */
  @oneOf(workerPlaces) WORKER: (typeof workerPlaces)[number] = 'in-process';

  /** SMTP server, e.g. smtp://user:password@mail.example:587. Without it, mail is written to DATA_FOLDER/outbox. */
  @anAddress('smtp', 'smtps') SMTP_URL?: string;

  /** Sender of every message; keep it neutral, a shared screen may show it. */
  @suchText('an e-mail address, or a name and one as in Messages <messages@college.example>', isSender)
  MAIL_FROM = 'Messages <messages@localhost>';

  /**
   * Whether whoever holds a role besides learner has to use a second factor. Default: staff with DATABASE_URL, else
   * optional.
   */
  @oneOf(secondFactors) SECOND_FACTOR?: (typeof secondFactors)[number];

  /**
   * A file outside the database to which the seals of the logs of events and readings are appended; who cannot write it
   * cannot rewrite the logs. Default: none.
   */
  @someText() SEAL_ANCHOR_FILE?: string;

  /** `pg_dump` of PostgreSQL, for backups of a database of your own; at least as new as the server. */
  @someText() PG_DUMP = 'pg_dump';

  /** `pg_restore` that goes with it. */
  @someText() PG_RESTORE = 'pg_restore';

  /** Seconds that the API stays reachable after SIGTERM while it answers "not ready". */
  @wholeNumber(0, 60) DRAIN_SECONDS = 5;

  get publicUrl(): string {
    return (this.PUBLIC_URL ?? `http://${this.HOST}:${this.PORT}`).replace(/\/$/, '');
  }

  get corsOrigins(): string[] {
    return listed(this.CORS_ORIGINS ?? '');
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

/**
 * Reads and checks the environment. Throws {@link StartError} naming each wrong setting, what is allowed, and what was
 * found unless that may hold a secret.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const config = new Config();
  const values = config as unknown as Record<string, unknown>;
  for (const name of settingNames) {
    const text = environment[name];
    if (text === undefined || text === '') continue;
    values[name] = typeof values[name] === 'number' ? numberIn(text) : text;
  }
  const complaints = [
    ...validateSync(config).map(
      ({ property, constraints = {} }) =>
        `${property}: it needs ${Object.values(constraints).join(', ')}. ${shown(property, environment[property] ?? '')}`,
    ),
    ...mistakenNames(environment),
    ...contradictions(config),
  ];
  if (complaints.length > 0) throw new StartError(`Please check these settings:\n- ${complaints.join('\n- ')}`);
  return config;
}

/** NaN for anything else, which the validators then complain of. */
const numberIn = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

function areOrigins(text: string): boolean {
  return listed(text).every((each) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*A-Z]+$/.test(each));
}

function isSender(text: string): boolean {
  return /^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text);
}

function mistakenNames(environment: Record<string, string | undefined>): string[] {
  const unset = settingNames.filter((name) => !environment[name]);
  return Object.keys(environment).flatMap((name) => {
    const meant = mistakenName(name, unset, settingNames);
    return meant === undefined ? [] : [`${name}: there is no such setting; rename it to ${meant}, or take it away.`];
  });
}

function contradictions(config: Config): string[] {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, READ_DATABASE_URL, KEYS_DATABASE_URL } = config;
  const found: string[] = [];
  if (MIGRATION_DATABASE_URL && !DATABASE_URL)
    found.push('MIGRATION_DATABASE_URL: it needs DATABASE_URL beside it, which says where the API itself connects.');
  if (READ_DATABASE_URL && !DATABASE_URL)
    found.push('READ_DATABASE_URL: it needs DATABASE_URL beside it, whose standby it names.');
  if (READ_DATABASE_URL && DATABASE_URL && databaseOf(READ_DATABASE_URL) === databaseOf(DATABASE_URL))
    found.push('READ_DATABASE_URL: it names the server of DATABASE_URL; name its standby, or take it away.');
  if (KEYS_DATABASE_URL && DATABASE_URL && databaseOf(KEYS_DATABASE_URL) === databaseOf(DATABASE_URL))
    found.push('KEYS_DATABASE_URL: it names the database of DATABASE_URL; keys need a database of their own.');
  return found;
}

function databaseOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, pathname } = new URL(address);
  return `${hostname}:${port || 5432}${pathname}`;
}

export const settingNames = [
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'READ_DATABASE_URL',
  'READ_LAG_SECONDS',
  'POOL_SIZE',
  'DATA_FOLDER',
  'KEYS_FOLDER',
  'KEYS_DATABASE_URL',
  'BACKUP_KEPT_DAYS',
  'CORS_ORIGINS',
  'TRUSTED_PROXY_HOPS',
  'PUBLIC_READS_PER_MINUTE',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'WORKER',
  'SMTP_URL',
  'MAIL_FROM',
  'SECOND_FACTOR',
  'SEAL_ANCHOR_FILE',
  'DRAIN_SECONDS',
  'PG_DUMP',
  'PG_RESTORE',
] as const satisfies readonly (keyof Config)[];

/** Where the API begins; inside one version changes only add. */
export const prefix = 'api/v1';
