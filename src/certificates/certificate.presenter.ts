import type { CertificateDto } from './certificate.dto.js';
import type { StoredCertificate } from './certificate.queries.js';

/** A certificate for its owner; never the content as it is stored. */
export function presentCertificate(certificate: StoredCertificate, verifyUrl: string | undefined): CertificateDto {
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
    verifyUrl: verifyUrl ?? null,
    can: certificate.state === 'issued' ? ['print', 'reissue'] : ['print'],
  };
}
