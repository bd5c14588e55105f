import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Database } from '../platform/database/database.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { refuse } from '../platform/errors/refusal.js';
import { CertificateAddressService } from './certificate-address.service.js';
import type { CertificateDto } from './certificate.dto.js';
import { presentCertificate } from './certificate.presenter.js';
import { certificates, type StoredCertificate } from './certificate.queries.js';

/** What was issued to somebody, for themselves. */
@Injectable()
export class CertificateQueryService {
  constructor(
    private readonly database: Database,
    private readonly addresses: CertificateAddressService,
  ) {}

  /** My certificate. 404 for anybody else's. */
  async mine(actor: Actor, id: string): Promise<CertificateDto> {
    const found = await this.own(actor, id);
    return presentCertificate(found, await this.addresses.shown(found));
  }

  /** Everything that was issued to me, newest first; at most 200. */
  async allMine(actor: Actor): Promise<CertificateDto[]> {
    const found = await this.database.rows<StoredCertificate>(
      `${certificates} where c.person_id = $1 order by c.issued_at desc, c.id desc limit 200`,
      [actor.personId],
    );
    return Promise.all(found.map(async (each) => presentCertificate(each, await this.addresses.shown(each))));
  }

  /** The same as it is stored. */
  async own(actor: Actor, id: string): Promise<StoredCertificate> {
    const found = await this.database.row<StoredCertificate>(`${certificates} where c.id = $1 and c.person_id = $2`, [
      id,
      actor.personId,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
