import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../clock.js';
import { CommitWitness, type Settle } from '../database/commit-witness.js';
import type { Tx } from '../database/sql.js';
import { insertRows } from '../database/tables.js';
import { Declarations } from '../discovery/declarations.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { type EndedLine, EndedLog } from './ended-log.js';
import { type EndedId, replays } from './restore.decorators.js';
import { SeenLine } from './restore.entity.js';

/** What a recorded event says of what ended. */
export interface Ended {
  type: string;
  subjectId: string;
  personId: string | null;
  refs: Readonly<Record<string, unknown>>;
}

/**
 * Writes down, beside the keys, that somebody's right to see, to reach or to act ended, so that no restore gives it back
 * (BR-191). The line stands before the command is committed: who was told that it ended can rely on it.
 */
@Injectable()
export class Endings extends CommitWitness implements OnModuleInit {
  private readonly logger = new Logger('Endings');
  private readonly noted = new WeakMap<Tx, EndedLine[]>();
  private readonly byEvent = new Map<string, { kind: string; of: EndedId }[]>();
  private kinds: ReadonlySet<string> = new Set();

  constructor(
    private readonly clock: Clock,
    private readonly log: EndedLog,
    private readonly declarations: Declarations,
  ) {
    super();
  }

  onModuleInit(): void {
    const found = this.declarations.findByName(replays, ({ kind }) => [kind]);
    this.kinds = new Set(found.keys());
    for (const [kind, { said }] of found)
      for (const [type, of] of Object.entries(said.on))
        this.byEvent.set(type, [...(this.byEvent.get(type) ?? []), { kind, of }]);
  }

  /** Notes what these events end. */
  noteEvents(tx: Tx, events: readonly Ended[]): void {
    for (const event of events)
      for (const { kind, of } of this.byEvent.get(event.type) ?? []) {
        const id = idIn(event, of);
        if (typeof id === 'string') this.note(tx, kind, id);
      }
  }

  /** Notes what ends without an event. */
  note(tx: Tx, kind: string, ...subjectIds: string[]): void {
    if (!this.kinds.has(kind)) throw new Error(`Nobody replays ${kind}`);
    this.add(tx, kind, ...subjectIds);
  }

  /** A line that only says how far the log has come, so that an older database is seen even if nothing ended since. */
  mark(tx: Tx): void {
    this.add(tx, markKind, randomUUID());
  }

  /** Which database has seen what is written with it; a log that cannot be written refuses the command with 503. */
  async before(tx: Tx): Promise<Settle | undefined> {
    const lines = this.noted.get(tx);
    if (!lines) return undefined;
    await insertRows(
      tx,
      SeenLine,
      lines.map(({ id, day }) => ({ id, day })),
    );
    try {
      await this.log.append(lines);
    } catch (error) {
      this.logger.error('The log of what ended cannot be written beside the keys', error);
      await this.settle(lines, 'taken_back');
      throw refuse(platformRefusals.unavailable, { retryAfter: 5 });
    }
    return (fate) => this.settle(lines, fate);
  }

  private add(tx: Tx, kind: string, ...subjectIds: string[]): void {
    const day = this.clock.now().toISOString().slice(0, 10);
    // Not an id that rises with time: the log knows the day of what ended, and no more.
    const lines = subjectIds.map((subjectId) => ({ id: randomUUID(), kind, subjectId, day }));
    const before = this.noted.get(tx) ?? [];
    // The lines of one command stand together, also over midnight.
    this.noted.set(tx, [...before, ...lines.map((line) => ({ ...line, day: before[0]?.day ?? day }))]);
  }

  /** What cannot be noted is replayed at a later start as if it had been committed: less is shown, not more. */
  private async settle(lines: readonly EndedLine[], fate: 'kept' | 'taken_back'): Promise<void> {
    await this.log
      .settle(lines, fate)
      .catch((error: unknown) => this.logger.error('The log of what ended cannot be written beside the keys', error));
  }
}

/** The kind of a line that is about nothing. */
export const markKind = 'mark';

function idIn({ subjectId, personId, refs }: Ended, of: EndedId): unknown {
  if (of === 'subject') return subjectId;
  return of === 'person' ? personId : refs[of.slice('refs.'.length)];
}
