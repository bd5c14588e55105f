import { Injectable } from '@nestjs/common';
import { mediaTypeOf } from '../../platform/files/media-type.js';
import { hash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { CollegeService } from '../../college/college.service.js';
import { hiddenAfterCard } from '../../platform/access/after-card.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { deleteRows, insertRow } from '../../platform/database/tables.js';
import { platformRefusals, tooLarge } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Files, largestFile } from '../../platform/files/files.js';
import { isPicture, redrawn } from '../../platform/pictures/picture.js';
import { attachmentsOf, findAttachment, mostAttachments, openFileKey, sealFileKey } from './attachment.queries.js';
import type { JournalAttachmentDto } from './attachment.dto.js';
import { JournalAttachment } from './journal-attachment.entity.js';
import { lockOwn } from '../entries/entry.queries.js';
import { JournalKeys } from '../keys/journal-keys.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';
import { cleaned, isRecording } from '../media/recording.js';
import { SharedVersions } from '../sharing/shared-versions.js';

/** Files wait in memory while they arrive and are drawn anew: so many, and so many bytes of all together. */
const mostAtOnce = 12;
const mostOfOnePerson = 3;
const mostBytes = 128 * 1024 * 1024;

export interface OpenAttachment {
  bytes: Readable;
  mediaType: string;
  size: number;
}

/** Pictures and recordings of entries: typed by content, without what the device wrote into them, sealed (BR-134). */
@Injectable()
export class JournalAttachmentService {
  private readonly running: string[] = [];
  private bytesHeld = 0;

  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: JournalKeys,
    private readonly shared: SharedVersions,
    private readonly files: Files,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /**
   * 404 for another person's entry, 413 for what is too large, 415 for other kinds of files, 422 for a damaged file or a
   * full journal, 503 while many add something at once.
   */
  async add(actor: Actor, entryId: string, body: unknown): Promise<string> {
    if (!(body instanceof Readable)) throw refuse(journalsRefusals.attachment_type_unsupported);
    if (
      this.running.length >= mostAtOnce ||
      this.running.filter((id) => id === actor.personId).length >= mostOfOnePerson
    ) {
      body.resume();
      throw refuse(platformRefusals.busy, { retryAfter: 2 });
    }
    this.running.push(actor.personId);
    const chunks: Buffer[] = [];
    try {
      await this.journal
        .as(actor, (tx) => this.lockEntryForFiles(tx, actor, entryId))
        .catch((error: unknown) => {
          body.resume();
          throw error;
        });
      for await (const chunk of body as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        this.bytesHeld += chunk.length;
        if (this.bytesHeld > mostBytes) throw refuse(platformRefusals.busy, { retryAfter: 10 });
      }
      const received = Buffer.concat(chunks);
      const { bytes, mediaType } = await withoutMetadata(received);
      return await this.keep(withFingerprint(actor, received), entryId, bytes, mediaType);
    } finally {
      this.running.splice(this.running.indexOf(actor.personId), 1);
      this.bytesHeld -= chunks.reduce((sum, { length }) => sum + length, 0);
    }
  }

  /** One of the actor's own attachments, without its bytes. */
  async one(actor: Actor, id: string): Promise<JournalAttachmentDto> {
    const found = await this.journal.as(actor, (tx) => findAttachment(tx, id));
    if (found?.authorId !== actor.personId) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    const { entryId, mediaType, size, addedAt, version } = found;
    return { id, entryId, mediaType, size, addedAt: addedAt.toISOString(), version, can: ['remove'] };
  }

  /**
   * The bytes, for the author and for whoever is shown a version with it; each read of the latter is on record. 404 for
   * everybody else.
   */
  async open(actor: Actor, id: string): Promise<OpenAttachment> {
    const found = await this.journal.as(actor, async (tx) => {
      const attachment = await findAttachment(tx, id);
      const key = attachment && (await this.keyFor(tx, actor, attachment));
      return key && { ...attachment, key };
    });
    const bytes = found && (await this.files.read({ id: found.fileId, key: found.key }));
    if (!bytes) throw hiddenAfterCard(actor, refuse(platformRefusals.not_found));
    return { bytes, mediaType: found.mediaType, size: found.size };
  }

  /** Removes an attachment for good, from older and shared versions too. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.journal.command(actor, async (tx) => {
      if ((await deleteRows(tx, JournalAttachment, { id, authorId: actor.personId })) === 0)
        throw refuse(platformRefusals.not_found);
      return id;
    });
  }

  private async keep(actor: Actor, entryId: string, bytes: Buffer, mediaType: string): Promise<string> {
    const key = await this.keys.forWriting(actor.personId, entryId);
    const { journalMegabytes } = (await this.college.current()).policy;
    return this.journal.command(actor, async (tx) => {
      await this.lockEntryForFiles(tx, actor, entryId);
      const there = await attachmentsOf(tx, entryId);
      if (there.length >= mostAttachments)
        throw refuse(journalsRefusals.attachments_many, { values: { most: mostAttachments } });
      await rows(tx, `select pg_advisory_xact_lock(hashtextextended('journal room ' || $1, 0))`, [actor.personId]);
      const used = (await tx.sum(JournalAttachment, 'size', { authorId: actor.personId })) ?? 0;
      if (used + bytes.length > journalMegabytes * 1024 * 1024)
        throw refuse(journalsRefusals.attachment_quota, { values: { megabytes: journalMegabytes } });
      const file = await this.files.keep(tx, bytes);
      const place = { id: randomUUID(), entryId, authorId: actor.personId };
      await insertRow(tx, JournalAttachment, {
        ...place,
        fileId: file.id,
        keyId: key.id,
        sealedKey: sealFileKey(key, place, file.key),
        mediaType,
        size: bytes.length,
        addedAt: this.clock.now(),
      });
      return place.id;
    });
  }

  private async lockEntryForFiles(tx: Tx, actor: Actor, entryId: string): Promise<void> {
    const entry = await lockOwn(tx, actor.personId, entryId);
    if (!entry || entry.deletedAt) throw refuse(platformRefusals.not_found);
  }

  private async keyFor(tx: Tx, actor: Actor, attachment: JournalAttachment): Promise<Buffer | undefined> {
    if (attachment.authorId === actor.personId)
      return openFileKey(await this.keys.forOpening(actor.personId, attachment.keyId, attachment.entryId), attachment);
    for (const version of await this.shared.open(tx, actor, attachment.entryId, null)) {
      const shown = version.opened.blocks.find((block) => block.attachment?.id === attachment.id)?.attachment;
      if (!shown) continue;
      await this.shared.recordReading(tx, actor, version, 'attachment');
      return Buffer.from(shown.key, 'base64url');
    }
    return undefined;
  }
}

async function withoutMetadata(received: Buffer): Promise<{ bytes: Buffer; mediaType: string }> {
  const found = (await mediaTypeOf(received))?.split(';')[0] ?? '';
  // Only photographs are larger when they arrive than when they are kept.
  if (!isPicture(found) && received.length > largestFile) throw tooLarge(largestFile);
  if (!isPicture(found) && !isRecording(found)) throw refuse(journalsRefusals.attachment_type_unsupported);
  const kept = isPicture(found) ? await redrawn(received, found) : cleaned(received, found);
  // Drawn anew, a picture may be larger than it was.
  if (!kept || kept.bytes.length > largestFile) throw refuse(journalsRefusals.attachment_unreadable);
  return kept;
}

/** A retry must bring the same file: the stream passed by before anybody could look at it. */
function withFingerprint(actor: Actor, received: Buffer): Actor {
  const { retryKey } = actor.call;
  if (retryKey) actor.call.retryKey = { ...retryKey, fingerprint: hash('sha256', received) };
  return actor;
}
