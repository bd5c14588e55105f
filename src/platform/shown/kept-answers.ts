import { Injectable } from '@nestjs/common';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { columnsOf } from '../database/tables.js';
import { SharedReading } from './shared-reading.js';
import { ShownStamp } from './shown-stamp.entity.js';

/** What a public route answers everybody alike. */
export interface PublicAnswer {
  body: Buffer;
  tag: string;
  /** Where the next page is. */
  link?: string;
  /** When time alone changes it; never, where that is left out. */
  until?: Date;
}

/** The same while it is kept. */
export interface KeptAnswer extends Omit<PublicAnswer, 'until'> {
  /** Its body, compressed once for all. */
  zipped(): Promise<Buffer>;
}

interface Entry {
  from: Date;
  answer: Promise<PublicAnswer>;
  zipped?: Promise<Buffer>;
  bytes: number;
}

const zip = promisify(gzip);
const stampNow = `select ${columnsOf(ShownStamp, 's', 'stamp')} from shown_stamp s`;

/** How much is kept; beyond either of them goes what nobody has asked for the longest. */
export const mostAnswers = 500;
export const mostBytes = 16 * 1024 * 1024;

/**
 * Answers for outsiders, kept until something changes that they can see, or time alone changes them. Nobody gets what
 * was true only before they asked, whichever process made the change: the stamp is read after each request came, and
 * whatever is kept was begun after the stamp under which it is kept was read.
 */
@Injectable()
export class KeptAnswers {
  private readonly stamps: SharedReading<string | undefined>;
  private stamp?: string;
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.stamps = new SharedReading(async () => (await database.row<Pick<ShownStamp, 'stamp'>>(stampNow))?.stamp);
  }

  /** How much is kept now. */
  get size(): { answers: number; bytes: number } {
    return { answers: this.entries.size, bytes: this.bytes };
  }

  /** The answer under this key; `make` is called once for all who ask for it meanwhile. */
  async answer(key: string, make: () => Promise<PublicAnswer>): Promise<KeptAnswer> {
    const entry = await this.entry(key, make);
    const answer = await entry.answer;
    return {
      ...answer,
      zipped: () => (entry.zipped ??= zip(answer.body).then((body) => this.weigh(key, entry, body))),
    };
  }

  private async entry(key: string, make: () => Promise<PublicAnswer>): Promise<Entry> {
    const stamp = await this.stamps.read();
    if (stamp !== this.stamp) this.forget();
    this.stamp = stamp;
    for (let known = this.entries.get(key); known; known = this.entries.get(key)) {
      if (this.isTrueNow(known.from, (await known.answer).until)) {
        this.put(key, known);
        return known;
      }
      this.drop(key, known);
    }
    return this.begin(key, make);
  }

  private begin(key: string, make: () => Promise<PublicAnswer>): Entry {
    const entry: Entry = { from: this.clock.now(), answer: make(), bytes: 0 };
    this.entries.set(key, entry);
    entry.answer.then(
      ({ body }) => this.weigh(key, entry, body),
      () => this.drop(key, entry),
    );
    return entry;
  }

  private isTrueNow(from: Date, until: Date | undefined): boolean {
    const now = this.clock.now();
    return from <= now && (until === undefined || now < until);
  }

  /** Last in line to go, if it is still kept. */
  private put(key: string, entry: Entry): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.entries.set(key, entry);
  }

  private weigh(key: string, entry: Entry, body: Buffer): Buffer {
    if (this.entries.get(key) !== entry) return body;
    entry.bytes += body.length;
    this.bytes += body.length;
    for (const [oldest, each] of this.entries) {
      if (this.entries.size <= mostAnswers && this.bytes <= mostBytes) break;
      this.drop(oldest, each);
    }
    return body;
  }

  private drop(key: string, entry: Entry): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }

  private forget(): void {
    this.entries.clear();
    this.bytes = 0;
  }
}
