import type { CertificateKind, CertificateState, PrintedContent } from './certificate.rules.js';

export interface IssuedCertificate {
  id: string;
  kind: CertificateKind;
  number: string;
  personId: string;
  state: CertificateState;
  content: PrintedContent;
}

/** A certificate with what was frozen at its issue. */
export interface StoredCertificate extends IssuedCertificate {
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

/** Certificates `c` with what is printed on each; the condition follows. */
export const certificates = `select ${columns} from certificate c join certificate_print p on p.certificate_id = c.id`;
