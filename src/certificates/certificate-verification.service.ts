import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { type CertificateKind, type CertificateState, type Verification, verificationOf } from './certificate.rules.js';

/** Says where a subject stands today; undefined for nothing to add. */
export type Judge = (subjectId: string) => Promise<Verification | undefined>;

/** What whoever holds a paper may learn of it. */
@Injectable()
export class CertificateVerificationService {
  private readonly judges = new Map<CertificateKind, Judge>();

  constructor(private readonly database: Database) {}

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
}
