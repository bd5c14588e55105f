import { columnsOf } from '../platform/database/tables.js';
import { Certificate, CertificateAddress, CertificatePrint } from './certificate.entity.js';

/** A certificate with what was frozen at its issue, and with what leads to its page. */
export type StoredCertificate = Certificate &
  Pick<CertificatePrint, 'content'> &
  Pick<CertificateAddress, 'sealed' | 'token'>;

export type IssuedCertificate = Pick<StoredCertificate, 'id' | 'kind' | 'number' | 'personId' | 'state' | 'content'>;

/** Certificates `c` with what is printed on each; the condition follows. */
export const certificates = `
  select ${columnsOf(Certificate, 'c')}, ${columnsOf(CertificatePrint, 'p', 'content')},
    ${columnsOf(CertificateAddress, 'a', 'sealed', 'token')}
  from certificate c
  join certificate_print p on p.certificate_id = c.id
  join certificate_address a on a.certificate_id = c.id`;
