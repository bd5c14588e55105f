import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { columnsOf } from '../platform/database/tables.js';
import { hashOfSecret } from '../platform/secrets.js';
import { Certificate } from './certificate.entity.js';
import { type Verification, verificationOf } from './certificate.rules.js';
import { CertificationStanding } from './certification-standing.js';

/** What whoever holds a paper may learn of it. */
@Injectable()
export class CertificateVerificationService {
  constructor(
    private readonly database: Database,
    private readonly standing: CertificationStanding,
  ) {}

  /** What the public may know about a printed token; undefined for an unknown one. */
  async verify(token: string): Promise<Verification | undefined> {
    const found = await this.database.row<Pick<Certificate, 'kind' | 'state' | 'subjectId'>>(
      `
        select ${columnsOf(Certificate, 'c', 'kind', 'state', 'subjectId')}
        from certificate c
        where c.verify_hash = $1`,
      [hashOfSecret(token)],
    );
    if (!found) return undefined;
    // What a certificate of a facilitator is about can expire or be suspended; every other paper stands by itself.
    const ends = found.kind === 'facilitator' && found.state !== 'withdrawn';
    const today = ends ? await this.standing.verification(found.subjectId) : 'valid';
    return today === 'valid' ? verificationOf[found.state] : today;
  }
}
