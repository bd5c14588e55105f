import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { anHour, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { changed, row } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { JournalExportDto } from './export.dto.js';
import { ExportReadyLetters } from './export-ready-letters.js';
import { JournalArchiveService } from './journal-archive.service.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';

const hoursValid = 72;

interface ExportRow {
  id: string;
  requestedAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  version: number;
}

/** Taking the journal home (I-47). Nothing is built ahead: the archive is made while it is fetched. */
@Injectable()
export class JournalExportService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly archive: JournalArchiveService,
    private readonly letters: ExportReadyLetters,
    private readonly clock: Clock,
  ) {}

  /** An address that works once within 72 hours (BR-133). 401 `sign_in_again` after ten minutes. */
  async request(actor: Actor): Promise<string> {
    const now = this.clock.now();
    requireRecentSignIn(actor, now);
    const asked = await this.journal.command(actor, async (tx) => {
      const id = newId();
      await changed(
        tx,
        'insert into journal_export (id, author_id, requested_at, expires_at) values ($1, $2, $3, $4)',
        [id, actor.personId, now, later(now, hoursValid * anHour)],
      );
      return id;
    });
    // Nobody waits for the mail server, and a letter that it did not take is not tried again: remembering it would be a
    // trace.
    if (!actor.call.replayed) void this.letters.sendReadyLetter(actor.personId).catch(() => undefined);
    return asked;
  }

  /** One of the actor's own exports. */
  async one(actor: Actor, id: string): Promise<JournalExportDto> {
    const { requestedAt, expiresAt, usedAt, version } = await this.find(actor, id);
    const state = usedAt ? 'used' : expiresAt > this.clock.now() ? 'ready' : 'expired';
    return {
      id,
      state,
      requestedAt: requestedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      version,
      can: state === 'ready' ? ['fetch'] : [],
    };
  }

  /** The archive, once. When the connection breaks before its end, the address works again. */
  async fetch(actor: Actor, id: string): Promise<Readable> {
    requireRecentSignIn(actor, this.clock.now());
    await this.use(actor, id);
    const archive = await this.archive.of(actor.personId);
    archive.once('close', () => {
      if (!archive.readableEnded) void this.giveBack(actor, id).catch(() => undefined);
    });
    return archive;
  }

  private async use(actor: Actor, id: string): Promise<void> {
    const { expiresAt } = await this.find(actor, id);
    const now = this.clock.now();
    if (expiresAt <= now) throw refuse(platformRefusals.not_found);
    const used = await this.journal.as(actor.personId, (tx) =>
      changed(tx, 'update journal_export set used_at = $3 where id = $1 and author_id = $2 and used_at is null', [
        id,
        actor.personId,
        now,
      ]),
    );
    if (used === 0) throw refuse(journalsRefusals.export_used);
  }

  private async giveBack(actor: Actor, id: string): Promise<void> {
    await this.journal.as(actor.personId, (tx) =>
      changed(tx, 'update journal_export set used_at = null where id = $1 and author_id = $2', [id, actor.personId]),
    );
  }

  private async find(actor: Actor, id: string): Promise<ExportRow> {
    const found = await this.journal.as(actor.personId, (tx) =>
      row<ExportRow>(
        tx,
        `
          select id, requested_at as "requestedAt", expires_at as "expiresAt", used_at as "usedAt", version
          from journal_export
          where id = $1 and author_id = $2`,
        [id, actor.personId],
      ),
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
