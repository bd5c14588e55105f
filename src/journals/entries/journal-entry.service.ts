import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { insertRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import { KeysOutOfReach } from '../../platform/keys/master-keys.js';
import { transition } from '../../platform/states/state-table.js';
import { blocksFor } from '../attachments/attachment.queries.js';
import type { JournalEntryBody, JournalEntryChange } from './entry.dto.js';
import { lockOwn } from './entry.queries.js';
import { JournalGrant } from '../sharing/journal-grant.entity.js';
import { entryMoves, isStillBeingWritten, undoUntil, type EntryState } from './entry.rules.js';
import { JournalEntry, JournalVersion } from './journal-entry.entity.js';
import {
  type EntryContent,
  keyOfVersion,
  openBody,
  openHead,
  type SealedVersion,
  sealVersion,
  type VersionPlace,
} from '../keys/entry-sealing.js';
import { type EntryKey, JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';
import { Endings } from '../../platform/endings/endings.js';

const empty: EntryContent = { title: null, mood: null, tags: [], runId: null, sessionId: null, blocks: [] };

/** Writing in one's own journal. Every other person's entry is 404, for every role (BR-123). */
@Injectable()
export class JournalEntryService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly college: CollegeService,
    private readonly endings: Endings,
    private readonly clock: Clock,
  ) {}

  /** A new, private entry (BR-122). 422 `journal_text_quota` when the journal is full. */
  async add(actor: Actor, { draft = false, ...wish }: JournalEntryBody): Promise<string> {
    // Readers see this id, and it must not tell them when I began.
    const id = randomUUID();
    const key = await this.keys.forWriting(actor.personId, id);
    return this.journal.command(actor, async (tx) => {
      const now = this.clock.now();
      const version = sealed(key, actor.personId, id, await this.merged(tx, key, id, empty, wish));
      await insertRow(tx, JournalEntry, {
        id,
        authorId: actor.personId,
        state: draft ? 'draft' : 'saved',
        createdAt: now,
        changedAt: now,
        size: String(sizeOf(version)),
      });
      await this.insert(tx, version, { number: 1, begunAt: now });
      await this.refuseFull(tx, actor.personId);
      return id;
    });
  }

  /**
   * Writes a new version; what was shared stays as it was shared (BR-125). 412 when another device was faster, 422
   * `journal_text_quota` as above.
   */
  async change(actor: Actor, id: string, expected: number, wish: JournalEntryChange): Promise<string> {
    const key = await this.keys.forWriting(actor.personId, id);
    return this.journal.command(actor, async (tx) => {
      const entry = await this.lockEntry(tx, actor, id);
      if (entry.version !== expected) throw stale(entry.version);
      if (entry.keyId !== key.id) throw new KeysOutOfReach('The key of an entry is not in the key folder');
      const versionKey = keyOfVersion(key, entry, entry.sealedKey);
      const before = { ...openHead(versionKey, entry, entry.head), blocks: openBody(versionKey, entry, entry.body) };
      const version = sealed(key, actor.personId, id, await this.merged(tx, key, id, before, wish));
      const now = this.clock.now();
      const replaced = isStillBeingWritten(entry.begunAt, now)
        ? await this.dropUnshared(tx, entry.versionId)
        : undefined;
      await this.insert(tx, version, replaced ? entry : { number: entry.number + 1, begunAt: now });
      await changed(tx, 'update journal_entry set changed_at = $2, size = size + $3 where id = $1', [
        id,
        now,
        sizeOf(version) - (replaced?.size ?? 0),
      ]);
      await this.refuseFull(tx, actor.personId);
      return id;
    });
  }

  /**
   * `saved` finishes a draft or takes an entry out of the archive, `archived` puts it away; 409 `state_conflict`
   * otherwise.
   */
  moveEntry(actor: Actor, id: string, to: EntryState): Promise<string> {
    return this.journal.command(actor, async (tx) => {
      const entry = await this.lockEntry(tx, actor, id);
      await updateRows(tx, JournalEntry, { id }, { state: transition(entryMoves, entry.state, to) });
      return id;
    });
  }

  /** Deletes the entry and ends all sharing at once; it can be brought back for 30 days (BR-132). */
  remove(actor: Actor, id: string): Promise<string> {
    return this.journal.command(actor, async (tx) => {
      const entry = await lockOwn(tx, actor.personId, id);
      if (!entry) throw refuse(platformRefusals.not_found);
      if (entry.deletedAt) return id;
      const now = this.clock.now();
      this.endings.note(tx, 'journal_entry_deleted', id);
      await updateRows(tx, JournalEntry, { id }, { deletedAt: now });
      await updateRows(tx, JournalGrant, { entryId: id, revokedAt: null }, { revokedAt: now, sealedKey: null });
      return id;
    });
  }

  /** Brings a deleted entry back, or takes one out of the archive. What was shared stays ended. */
  restore(actor: Actor, id: string): Promise<string> {
    return this.journal.command(actor, async (tx) => {
      const entry = await lockOwn(tx, actor.personId, id);
      if (!entry) throw refuse(platformRefusals.not_found);
      await updateRows(
        tx,
        JournalEntry,
        { id },
        entry.deletedAt ? { deletedAt: null } : { state: transition(entryMoves, entry.state, 'saved') },
      );
      return id;
    });
  }

  private async lockEntry(tx: Tx, actor: Actor, id: string) {
    const entry = await lockOwn(tx, actor.personId, id);
    if (!entry) throw refuse(platformRefusals.not_found);
    if (entry.deletedAt)
      throw refuse(journalsRefusals.journal_entry_deleted, {
        values: { date: undoUntil(entry.deletedAt).toISOString().slice(0, 10) },
      });
    return entry;
  }

  private async merged(
    tx: Tx,
    key: EntryKey,
    id: string,
    before: EntryContent,
    wish: JournalEntryChange,
  ): Promise<EntryContent> {
    return {
      title: wish.title === undefined ? before.title : wish.title,
      mood: wish.mood === undefined ? before.mood : wish.mood,
      tags: wish.tags ?? before.tags,
      runId: wish.runId === undefined ? before.runId : wish.runId,
      sessionId: wish.sessionId === undefined ? before.sessionId : wish.sessionId,
      blocks: wish.blocks ? await blocksFor(tx, key, id, wish.blocks) : before.blocks,
    };
  }

  private async insert(
    tx: Tx,
    { versionId: id, ...version }: SealedVersion & VersionPlace,
    { number, begunAt }: { number: number; begunAt: Date },
  ): Promise<void> {
    await insertRow(tx, JournalVersion, { id, ...version, number, begunAt, writtenAt: this.clock.now() });
  }

  private async refuseFull(tx: Tx, authorId: string): Promise<void> {
    const { journalTextMegabytes } = await this.college.policy(tx);
    await rows(tx, `select pg_advisory_xact_lock(hashtextextended('journal text ' || $1, 0))`, [authorId]);
    const used = await row<{ bytes: string }>(
      tx,
      'select coalesce(sum(size), 0) as bytes from journal_entry where author_id = $1',
      [authorId],
    );
    if (Number(used?.bytes) > journalTextMegabytes * 1024 * 1024)
      throw refuse(journalsRefusals.journal_text_quota, { values: { megabytes: journalTextMegabytes } });
  }

  private dropUnshared(tx: Tx, versionId: string): Promise<{ size: number } | undefined> {
    return row<{ size: number }>(
      tx,
      `
        delete from journal_version v
        where v.id = $1 and not exists (select from journal_grant g where g.version_id = v.id)
        returning octet_length(v.head) + octet_length(v.body) as size`,
      [versionId],
    );
  }
}

/** A new version of an entry, sealed at its place. */
function sealed(key: EntryKey, authorId: string, entryId: string, content: EntryContent): SealedVersion & VersionPlace {
  const place = { authorId, entryId, versionId: newId(), keyId: key.id };
  return { ...place, ...sealVersion(key, place, content) };
}

const sizeOf = ({ head, body }: SealedVersion): number => head.length + body.length;
