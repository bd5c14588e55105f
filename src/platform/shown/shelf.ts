import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fullHour, later } from '../calendar.js';
import type { Clock } from '../clock.js';
import { SharedReading } from './shared-reading.js';

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

/** How much is kept; beyond either of them goes what nobody has asked for the longest. */
export const mostAnswers = 500;
export const mostBytes = 16 * 1024 * 1024;

/**
 * Answers for outsiders, kept until something changes that they can see, or time alone changes them, as one server tells
 * it. Nobody gets what was true there only before they asked, whichever process made the change: the stamp is read
 * after each request came, and whatever is kept was begun after the stamp under which it is kept was read.
 */
export class Shelf {
  private readonly stamps: SharedReading<string | undefined>;
  private stamp?: string;
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  /** `behindMs`: by how much the server that is asked may be behind. */
  constructor(
    stamp: () => Promise<string | undefined>,
    private readonly clock: Clock,
    private readonly behindMs = 0,
  ) {
    this.stamps = new SharedReading(stamp);
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
      if (this.isTrueNow(known.from, this.end(known.from, await known.answer))) {
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

  /**
   * What a standby had not heard at a full hour it may hear a moment later; the stamp does not tell of it, since words
   * for places follow the hour (BR-211).
   */
  private end(from: Date, { until }: PublicAnswer): Date | undefined {
    const settled = later(fullHour(from), this.behindMs);
    return until && from < settled && settled < until ? settled : until;
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

  /** Lets everything go. */
  forget(): void {
    this.entries.clear();
    this.bytes = 0;
  }
}
