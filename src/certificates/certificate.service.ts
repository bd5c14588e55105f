import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { changed, row, rows, type Tx } from '../platform/database/sql.js';
import { updateRows } from '../platform/database/tables.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { Events, type Happening } from '../platform/events/events.js';
import { newId } from '../platform/ids.js';
import { CertificateAddressService } from './certificate-address.service.js';
import { Certificate } from './certificate.entity.js';
import { type CertificateKind, contentHashOf, newCertificateNumber, type PrintedContent } from './certificate.rules.js';
import { PrintedNames } from './printed-names.js';
import { certificates, type IssuedCertificate, type StoredCertificate } from './certificate.queries.js';
import { Replays } from '../platform/endings/restore.decorators.js';

/**
 * The register of everything that the college prints: numbered, frozen, and open to be checked by whoever holds the
 * paper.
 */
@Injectable()
export class CertificateService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly names: PrintedNames,
    private readonly addresses: CertificateAddressService,
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
    if (standing) await this.supersede(tx, doer, standing);
    const id = newId();
    const now = this.clock.now();
    const address = await this.addresses.make(id);
    await changed(
      tx,
      `
        with one as (
          insert into certificate (
            id, kind, number, person_id, subject_id, content_hash, verify_hash, replaces_id, issued_at
          )
          values (
            $1, $2, $3, $4, $5, $6, $7, $8,
            greatest($9::timestamptz, (
              select max(c.issued_at) + interval '1 millisecond'
              from certificate c
              where c.kind = $2::code_text and c.subject_id = $5
            ))
          )
          returning id
        ),
        print as (
          insert into certificate_print (certificate_id, content)
          select id, $10
          from one
        )
        insert into certificate_address (certificate_id, sealed)
        select id, $11
        from one`,
      [
        id,
        kind,
        newCertificateNumber(kind, content.issuedOn.slice(0, 4)),
        personId,
        subjectId,
        contentHashOf(kind, content),
        address.hash,
        standing?.id ?? null,
        now,
        content,
        address.sealed,
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
      const found = await row<StoredCertificate>(
        tx,
        `${certificates} where c.id = $1 and c.person_id = $2 for no key update of c`,
        [id, actor.personId],
      );
      if (!found) throw refuse(platformRefusals.not_found);
      if (found.state !== 'issued') throw refuse(platformRefusals.changed_meanwhile);
      return this.issue(tx, actor, {
        ...found,
        content: { ...found.content, namePrinted: await this.names.printed(tx, actor.personId) },
      });
    });
  }

  /** Withdraws what stands about these subjects; does nothing when nothing does. */
  async withdraw(tx: Tx, doer: Doer, kind: CertificateKind, ...subjectIds: string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    const withdrawn = await rows<{ id: string; personId: string }>(
      tx,
      `
        update certificate
        set state = 'withdrawn', ended_at = $3
        where kind = $1 and subject_id = any ($2) and state = 'issued'
        returning id, person_id as "personId"`,
      [kind, subjectIds, this.clock.now()],
    );
    await this.events.record(tx, doer, ...withdrawn.map((each) => ended({ ...each, kind }, 'withdrawn')));
  }

  /** A certificate that was withdrawn is good on no page after a restore (BR-191). */
  @Replays('certificate_withdrawn', { 'certificate.withdrawn': 'subject' })
  withdrawAgain(ids: string[]): Promise<void> {
    return this.database.transaction(
      async (tx) =>
        void (await updateRows(
          tx,
          Certificate,
          { id: ids, state: 'issued' },
          { state: 'withdrawn', endedAt: this.clock.now() },
        )),
    );
  }

  /** What stands about a subject now, under a lock. */
  currentCertificate(tx: Tx, kind: CertificateKind, subjectId: string): Promise<IssuedCertificate | undefined> {
    return row<StoredCertificate>(
      tx,
      `${certificates} where c.kind = $1 and c.subject_id = $2 and c.state = 'issued' for no key update of c`,
      [kind, subjectId],
    );
  }

  private async supersede(tx: Tx, doer: Doer, standing: IssuedCertificate): Promise<void> {
    const change = { state: 'reissued', endedAt: this.clock.now() } as const;
    const count = await updateRows(tx, Certificate, { id: standing.id, state: 'issued' }, change);
    if (count === 0) throw refuse(platformRefusals.changed_meanwhile);
    await this.events.record(tx, doer, ended(standing, 'reissued'));
  }
}

const ended = (
  { id, personId, kind }: Pick<IssuedCertificate, 'id' | 'personId' | 'kind'>,
  to: 'reissued' | 'withdrawn',
): Happening => ({ type: `certificate.${to}`, subjectId: id, personId, from: 'issued', to, refs: { kind } });

/** Whether only the day of issue differs. */
const saysTheSame = (one: PrintedContent, other: PrintedContent): boolean =>
  contentHashOf('attendance', { ...one, issuedOn: '' }) === contentHashOf('attendance', { ...other, issuedOn: '' });
