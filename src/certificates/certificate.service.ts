import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Actor, Doer } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { changed, row, type Tx } from '../platform/database/sql.js';
import { refuse } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import { prefix } from '../platform/http/prefix.js';
import { newId } from '../platform/ids.js';
import type { CertificateDto } from './certificate.dto.js';
import {
  type CertificateKind,
  type CertificateState,
  contentHashOf,
  newCertificateNumber,
  type PrintedContent,
  type Verification,
  verificationOf,
} from './certificate.rules.js';

export interface IssuedCertificate {
  id: string;
  kind: CertificateKind;
  number: string;
  personId: string;
  state: CertificateState;
  content: PrintedContent;
}

/** Says where a subject stands today; undefined for nothing to add. */
export type Judge = (subjectId: string) => Promise<Verification | undefined>;

/** The name that a person wants on paper. */
export type NameFor = (tx: Tx, personId: string) => Promise<string>;

interface StoredCertificate extends IssuedCertificate {
  subjectId: string;
  contentHash: string;
  verifyToken: string;
  issuedAt: Date;
  endedAt: Date | null;
  version: number;
}

const columns = `
  c.id, c.kind, c.number, c.person_id as "personId", c.subject_id as "subjectId", c.state, p.content,
  c.content_hash as "contentHash", c.verify_token as "verifyToken", c.issued_at as "issuedAt",
  c.ended_at as "endedAt", c.version`;
const certificates = `select ${columns} from certificate c join certificate_print p on p.certificate_id = c.id`;

/**
 * The register of everything that the college prints: numbered, frozen, and open to be checked by whoever holds the
 * paper.
 */
@Injectable()
export class CertificateService {
  private nameFor: NameFor = () => Promise.reject(new Error('Nobody says which name is printed'));
  private readonly judges = new Map<CertificateKind, Judge>();

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Issues a certificate about a subject (an enrolment, an award, a certification period), frozen as `content`. One
   * that stands already is superseded, or answered as it is when it says the same. Call it under the lock of the
   * subject.
   */
  async issue(
    tx: Tx,
    doer: Doer,
    wish: { kind: CertificateKind; personId: string; subjectId: string; content: PrintedContent },
  ): Promise<string> {
    const { kind, personId, subjectId, content } = wish;
    const standing = await this.currentCertificate(tx, kind, subjectId);
    if (standing && saysTheSame(standing.content, content)) return standing.id;
    if (standing) await this.end(tx, doer, standing, 'reissued');
    const id = newId();
    const now = this.clock.now();
    await changed(
      tx,
      `
        with one as (
          insert into certificate (
            id, kind, number, person_id, subject_id, content_hash, verify_token, replaces_id, issued_at
          )
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          returning id
        )
        insert into certificate_print (certificate_id, content)
        select id, $10
        from one`,
      [
        id,
        kind,
        newCertificateNumber(kind, content.issuedOn.slice(0, 4)),
        personId,
        subjectId,
        contentHashOf(kind, content),
        randomBytes(32).toString('base64url'),
        standing?.id ?? null,
        now,
        content,
      ],
    );
    await this.events.record(tx, doer, {
      type: 'certificate.issued',
      subjectId: id,
      personId,
      refs: { kind, subjectId },
    });
    return id;
  }

  /**
   * Issues what stands once more, in the name that its owner wants printed now (I-18). 404 for anybody else's, 409 for
   * a paper that does not stand.
   */
  async reissue(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await row<StoredCertificate & Record<string, unknown>>(
        tx,
        `${certificates} where c.id = $1 and c.person_id = $2 for no key update of c`,
        [id, actor.personId],
      );
      if (!found) throw refuse('not_found');
      if (found.state !== 'issued') throw refuse('changed_meanwhile');
      return this.issue(tx, actor, {
        ...found,
        content: { ...found.content, namePrinted: await this.nameFor(tx, actor.personId) },
      });
    });
  }

  /** Wires who knows which name a person wants on paper. */
  printNamesWith(nameFor: NameFor): void {
    this.nameFor = nameFor;
  }

  /** Withdraws what stands about a subject; does nothing when nothing does. */
  async withdraw(tx: Tx, doer: Doer, kind: CertificateKind, subjectId: string): Promise<void> {
    const standing = await this.currentCertificate(tx, kind, subjectId);
    if (standing) await this.end(tx, doer, standing, 'withdrawn');
  }

  /** What stands about a subject now, under a lock. */
  currentCertificate(tx: Tx, kind: CertificateKind, subjectId: string): Promise<IssuedCertificate | undefined> {
    return row<StoredCertificate>(
      tx,
      `${certificates} where c.kind = $1 and c.subject_id = $2 and c.state = 'issued' for no key update of c`,
      [kind, subjectId],
    );
  }

  /** My certificate. 404 for anybody else's. */
  async mine(actor: Actor, id: string): Promise<CertificateDto> {
    return this.presentCertificate(await this.own(actor, id));
  }

  /** Everything that was issued to me, newest first; at most 200. */
  async allMine(actor: Actor): Promise<CertificateDto[]> {
    const found = await this.database.rows<StoredCertificate>(
      `${certificates} where c.person_id = $1 order by c.issued_at desc, c.id desc limit 200`,
      [actor.personId],
    );
    return found.map((each) => this.presentCertificate(each));
  }

  /** My certificate as a PDF, always from what was frozen at its issue. */
  async print(actor: Actor, id: string): Promise<Buffer> {
    return this.rendered(await this.own(actor, id));
  }

  /** A certificate as a PDF, for a module that has decided who may have it. */
  async render(id: string): Promise<Buffer> {
    return this.rendered(await this.database.row<StoredCertificate>(`${certificates} where c.id = $1`, [id]));
  }

  /** The same for what was last issued about a subject. 404 when nothing was, or when it was erased. */
  async renderNewest(kind: CertificateKind, subjectId: string): Promise<Buffer> {
    return this.rendered(
      await this.database.row<StoredCertificate>(
        `${certificates} where c.kind = $1 and c.subject_id = $2 order by c.issued_at desc, c.id desc limit 1`,
        [kind, subjectId],
      ),
    );
  }

  /** Wires who says where the subject of a kind stands today, for papers that can expire or be suspended. */
  verifyKindWith(kind: CertificateKind, judge: Judge): void {
    this.judges.set(kind, judge);
  }

  /** What the public may know about a printed token; undefined for an unknown one. */
  async verify(token: string): Promise<Verification | undefined> {
    const found = await this.database.row<{ kind: CertificateKind; state: CertificateState; subjectId: string }>(
      'select kind, state, subject_id as "subjectId" from certificate where verify_token = $1',
      [token],
    );
    if (!found) return undefined;
    const judged = found.state === 'withdrawn' ? undefined : await this.judges.get(found.kind)?.(found.subjectId);
    return judged === undefined || judged === 'valid' ? verificationOf[found.state] : judged;
  }

  private async rendered(found: StoredCertificate | undefined): Promise<Buffer> {
    if (!found) throw refuse('not_found');
    // Fonts and the PDF library come into memory with the first print.
    const { renderCertificate } = await import('./certificate.pdf.js');
    return renderCertificate(found.kind, found.content, { number: found.number, verifyUrl: this.verifyUrl(found) });
  }

  private async own(actor: Actor, id: string): Promise<StoredCertificate> {
    const found = await this.database.row<StoredCertificate>(`${certificates} where c.id = $1 and c.person_id = $2`, [
      id,
      actor.personId,
    ]);
    if (!found) throw refuse('not_found');
    return found;
  }

  private async end(
    tx: Tx,
    doer: Doer,
    { id, personId, kind }: IssuedCertificate,
    to: 'reissued' | 'withdrawn',
  ): Promise<void> {
    const ended = await changed(
      tx,
      `update certificate set state = $2, ended_at = $3 where id = $1 and state = 'issued'`,
      [id, to, this.clock.now()],
    );
    if (ended === 0) throw refuse('changed_meanwhile');
    await this.events.record(tx, doer, {
      type: `certificate.${to}`,
      subjectId: id,
      personId,
      from: 'issued',
      to,
      refs: { kind },
    });
  }

  private verifyUrl = ({ verifyToken }: StoredCertificate): string =>
    `${this.config.publicUrl}/${prefix}/verify/${verifyToken}`;

  private presentCertificate(certificate: StoredCertificate): CertificateDto {
    const { id, kind, number, state, contentHash, version, issuedAt, endedAt, content } = certificate;
    return {
      id,
      kind,
      number,
      state,
      contentHash,
      version,
      namePrinted: content.namePrinted,
      title: content.title,
      facts: content.facts.map(({ label, value }) => ({ label, value })),
      providerName: content.providerName,
      issuedOn: content.issuedOn,
      issuedAt: issuedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      verifyUrl: this.verifyUrl(certificate),
      can: certificate.state === 'issued' ? ['print', 'reissue'] : ['print'],
    };
  }
}

/** Whether only the day of issue differs. */
const saysTheSame = (one: PrintedContent, other: PrintedContent): boolean =>
  contentHashOf('attendance', { ...one, issuedOn: '' }) === contentHashOf('attendance', { ...other, issuedOn: '' });
