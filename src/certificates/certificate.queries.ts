import { columnsOf } from '../platform/database/tables.js';
import { Certificate, CertificatePrint } from './certificate.entity.js';

/** A certificate with what was frozen at its issue. */
export type StoredCertificate = Certificate & Pick<CertificatePrint, 'content'>;

export type IssuedCertificate = Pick<StoredCertificate, 'id' | 'kind' | 'number' | 'personId' | 'state' | 'content'>;

/** Certificates `c` with what is printed on each; the condition follows. */
export const certificates = `
  select ${columnsOf(Certificate, 'c')}, ${columnsOf(CertificatePrint, 'p', 'content')}
  from certificate c
  join certificate_print p on p.certificate_id = c.id`;
