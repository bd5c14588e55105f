import type { Verification } from './certificate.rules.js';

/** Asked by this module and answered by the one that certifies: what is true of a certification today. */
export abstract class CertificationStanding {
  abstract verification(certificationId: string): Promise<Verification>;
}
