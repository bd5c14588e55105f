import { Injectable } from '@nestjs/common';
import { mediaTypeOf } from '../../platform/files/media-type.js';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { anHour, later } from '../../platform/calendar.js';
import { In, IsNull, LessThan, Not } from 'typeorm';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { Files, largestFile } from '../../platform/files/files.js';
import { newId } from '../../platform/ids.js';
import { PersonalKeys } from '../../platform/keys/personal-keys.js';
import { seal, unseal } from '../../platform/keys/sealing.js';
import { isPicture, redrawn } from '../../platform/pictures/picture.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { CeEvidenceFileDto } from './ce-claim.dto.js';
import { CeEvidenceFile } from './external-ce-claim.entity.js';

/** Hours for which a file is kept that no claim names. */
const unclaimedHours = 24;

/** Certificates from elsewhere: sealed with a key of the person who claims, so that they end with it. */
@Injectable()
export class CeEvidenceService {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
    private readonly keys: PersonalKeys,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Keeps an uploaded file until a claim names it. 422 `claim_evidence_type` for anything but a PDF or a picture. */
  async add(actor: Actor, body: unknown): Promise<string> {
    if (!(body instanceof Readable)) throw refuse(ceuRefusals.claim_evidence_type);
    const { bytes, mediaType } = await asEvidence(await buffer(body));
    const owner = await this.keys.writing(actor.personId);
    return this.database.command(actor, async (tx) => {
      const id = newId();
      const { id: fileId, key, size } = await this.files.keep(tx, bytes);
      await tx.insert(CeEvidenceFile, {
        id,
        personId: actor.personId,
        fileId,
        keyId: owner.id,
        sealedKey: seal(owner.key, key, about(id, actor.personId)),
        mediaType,
        size,
        addedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'ce_evidence.added', subjectId: id });
      return id;
    });
  }

  /** A file of mine. */
  async one(actor: Actor, id: string): Promise<CeEvidenceFileDto> {
    const found = await this.database.manager.findOneBy(CeEvidenceFile, { id, personId: actor.personId });
    if (!found) throw refuse(platformRefusals.not_found);
    return { id: found.id, mediaType: found.mediaType, size: found.size, addedAt: found.addedAt.toISOString() };
  }

  /**
   * Puts files of mine into a claim; what it named before and does not any more is removed. 422
   * `claim_evidence_missing`.
   */
  async attach(tx: Tx, actor: Actor, claimId: string, ids: readonly string[]): Promise<void> {
    const mine = { id: In(ids), personId: actor.personId };
    const { affected } = await tx.update(
      CeEvidenceFile,
      [
        { ...mine, claimId: IsNull() },
        { ...mine, claimId },
      ],
      { claimId },
    );
    if ((affected ?? 0) < new Set(ids).size) throw refuse(ceuRefusals.claim_evidence_missing);
    await tx.delete(CeEvidenceFile, { claimId, id: Not(In(ids)) });
  }

  /**
   * The bytes of a file of a claim, for its owner and for administrators. 404 for anybody else, and once it was erased.
   */
  async open(actor: Actor, claimId: string, id: string): Promise<{ bytes: Readable; mediaType: string; size: number }> {
    const found = await this.database.manager.findOneBy(CeEvidenceFile, {
      id,
      claimId,
      ...(!is(actor, 'administrator') && { personId: actor.personId }),
    });
    if (!found) throw refuse(platformRefusals.not_found);
    return { bytes: await this.bytesOf(found), mediaType: found.mediaType, size: found.size };
  }

  /** Each file of a person, to take home. */
  async everything(personId: string): Promise<{ name: string; open: () => Promise<Readable> }[]> {
    const found = await this.database.manager.find(CeEvidenceFile, { where: { personId }, order: { id: 'ASC' } });
    return found.map((file) => ({
      name: `${file.id}.${endings[file.mediaType] ?? 'bin'}`,
      open: () => this.bytesOf(file),
    }));
  }

  /** Removes files that were uploaded and never named in a claim. */
  @Every('37 * * * *', 'forget-unclaimed-evidence')
  async forgetUnclaimed(): Promise<void> {
    await this.database.transaction((tx) =>
      tx.delete(CeEvidenceFile, {
        claimId: IsNull(),
        addedAt: LessThan(later(this.clock.now(), -unclaimedHours * anHour)),
      }),
    );
  }

  private async bytesOf({ id, personId, fileId, keyId, sealedKey }: CeEvidenceFile): Promise<Readable> {
    const owner = await this.keys.find(personId);
    if (owner?.id !== keyId) throw refuse(platformRefusals.not_found);
    const bytes = await this.files.read({ id: fileId, key: unseal(owner.key, sealedKey, about(id, personId)) });
    if (!bytes) throw refuse(platformRefusals.not_found);
    return bytes;
  }
}

const about = (id: string, personId: string): string[] => ['ce evidence 1', personId, id];

const endings: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' };

/** Typed by content; a picture is drawn anew, without what the camera wrote into it. */
async function asEvidence(bytes: Buffer): Promise<{ bytes: Buffer; mediaType: string }> {
  const mediaType = (await mediaTypeOf(bytes)) ?? '';
  if (mediaType === 'application/pdf') return { bytes, mediaType };
  const kept = isPicture(mediaType) ? await redrawn(bytes, mediaType) : undefined;
  // Drawn anew, a picture may be larger than it was.
  if (!kept || !(kept.mediaType in endings) || kept.bytes.length > largestFile)
    throw refuse(ceuRefusals.claim_evidence_type);
  return kept;
}
