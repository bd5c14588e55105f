import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { anHour, later } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { findRow, insertRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { newId } from '../../platform/ids.js';
import type { JournalExportDto } from './export.dto.js';
import { ExportReadyLetters } from './export-ready-letters.js';
import { JournalArchiveService } from './journal-archive.service.js';
import { JournalExport } from './journal-export.entity.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { journalsRefusals } from '../journals.refusals.js';

const hoursValid = 72;

const shown = ['requestedAt', 'expiresAt', 'usedAt', 'version'] as const;

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
      await insertRow(tx, JournalExport, {
        id,
        authorId: actor.personId,
        requestedAt: now,
        expiresAt: later(now, hoursValid * anHour),
      });
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
    const archive = await this.archive.of(actor);
    archive.once('close', () => {
      if (!archive.readableEnded) void this.giveBack(actor, id).catch(() => undefined);
    });
    return archive;
  }

  private async use(actor: Actor, id: string): Promise<void> {
    const { expiresAt } = await this.find(actor, id);
    const now = this.clock.now();
    if (expiresAt <= now) throw refuse(platformRefusals.not_found);
    const used = await this.journal.as(actor, (tx) =>
      updateRows(tx, JournalExport, { id, authorId: actor.personId, usedAt: null }, { usedAt: now }),
    );
    if (used === 0) throw refuse(journalsRefusals.export_used);
  }

  private async giveBack(actor: Actor, id: string): Promise<void> {
    await this.journal.as(actor, (tx) =>
      updateRows(tx, JournalExport, { id, authorId: actor.personId }, { usedAt: null }),
    );
  }

  private async find(actor: Actor, id: string): Promise<Pick<JournalExport, (typeof shown)[number]>> {
    const found = await this.journal.as(actor, (tx) =>
      findRow(tx, JournalExport, { id, authorId: actor.personId }, shown),
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
