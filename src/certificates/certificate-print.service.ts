import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Database } from '../platform/database/database.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import type { CertificateKind } from './certificate.rules.js';
import { CertificateAddressService } from './certificate-address.service.js';
import { CertificateQueryService } from './certificate-query.service.js';
import { certificatesRefusals } from './certificates.refusals.js';
import { certificates, type StoredCertificate } from './certificate.queries.js';

/**
 * Certificates as PDFs, always from what was frozen at their issue. 422 `pdf_name_not_printable` when no font has a
 * character of the name (BR-232), 503 `keys_out_of_reach` while their address is.
 */
@Injectable()
export class CertificatePrintService {
  constructor(
    private readonly database: Database,
    private readonly addresses: CertificateAddressService,
    private readonly queries: CertificateQueryService,
  ) {}

  /** My certificate as a PDF, always from what was frozen at its issue. */
  async print(actor: Actor, id: string): Promise<Buffer> {
    return this.rendered(await this.queries.own(actor, id));
  }

  /** A certificate as a PDF, for a module that has decided who may have it. */
  async render(id: string): Promise<Buffer> {
    return this.rendered(await this.database.row<StoredCertificate>(`${certificates} where c.id = $1`, [id]));
  }

  /** My certificate about a subject, as it stands. 404 when none does, and for anybody else's. */
  async printStanding(actor: Actor, kind: CertificateKind, subjectId: string): Promise<Buffer> {
    return this.rendered(
      await this.database.row<StoredCertificate>(
        `${certificates} where c.kind = $1 and c.subject_id = $2 and c.person_id = $3 and c.state = 'issued'`,
        [kind, subjectId, actor.personId],
      ),
    );
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

  private async rendered(found: StoredCertificate | undefined): Promise<Buffer> {
    if (!found) throw refuse(platformRefusals.not_found);
    // Fonts and the PDF library come into memory with the first print.
    const { renderCertificate } = await import('./certificate.pdf.js');
    const print = await renderCertificate(found.kind, found.content, {
      number: found.number,
      verifyUrl: await this.addresses.printed(found),
    });
    if (!print) throw refuse(certificatesRefusals.pdf_name_not_printable);
    return print;
  }
}
