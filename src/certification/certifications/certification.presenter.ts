import type { Policy } from '../../college/policy.dto.js';
import type { Actor } from '../../platform/actor.js';
import type { CertificationDto, PeriodDto } from './certification.dto.js';
import { certificationCan } from './certification.policy.js';
import type { Certification, CertificationPeriod } from './certification.entity.js';
import { type History, type Period, statusOn, validThrough } from './certification.rules.js';
import type { Act } from '../due-process/due-process.rules.js';
import type { CertificationRenewal } from '../renewal/certification-renewal.entity.js';
import type { CertificationScheme } from '../schemes/certification-scheme.entity.js';

/** A period as JSON says it, with what its requirement set says of it. */
interface StoredPeriod extends Pick<
  CertificationPeriod,
  'id' | 'kind' | 'grade' | 'validFrom' | 'validThrough' | 'setId' | 'cycleStart' | 'late'
> {
  verifiedAt: string | null;
  extensionMonths: number | null;
  windowDays: number | null;
  graceDays: number | null;
}

export interface StoredCertification
  extends
    Pick<Certification, 'id' | 'personId' | 'schemeId' | 'number' | 'registerLink' | 'version'>,
    Pick<CertificationScheme, 'issuer' | 'track'> {
  schemeName: string;
  periods: StoredPeriod[];
  renewals: (Pick<CertificationRenewal, 'id' | 'kind' | 'submittedOn'> & { decidedOn: string | null })[];
  acts: Act[];
}

/**
 * The history that decides, with the college's own numbers where no requirement set says them. A provisional period has
 * no days of grace (BR-91).
 */
export const historyOf = ({ periods, renewals, acts }: StoredCertification, policy: Policy): History => ({
  renewals,
  acts,
  periods: periods.map(
    ({
      validFrom,
      validThrough: through,
      kind,
      grade,
      verifiedAt,
      extensionMonths,
      windowDays,
      graceDays,
    }): Period => ({
      validFrom,
      validThrough: through,
      grade,
      verified: verifiedAt !== null,
      extensionMonths: kind === 'first' && grade === 'provisional' ? (extensionMonths ?? 0) : 0,
      windowDays: windowDays ?? policy.certificationWindowDays,
      graceDays: grade === 'provisional' ? 0 : (graceDays ?? policy.certificationGraceDays),
    }),
  ),
});

const presentPeriod = ({
  id,
  kind,
  grade,
  validFrom,
  validThrough: through,
  verifiedAt,
  setId,
  cycleStart,
  late,
}: StoredPeriod): PeriodDto => ({
  id,
  kind,
  grade,
  validFrom,
  late,
  cycleStart,
  validThrough: through,
  requirementSetId: setId,
  verifiedAt: verifiedAt && new Date(verifiedAt).toISOString(),
});

export function presentCertification(
  actor: Actor,
  stored: StoredCertification,
  policy: Policy,
  today: string,
): CertificationDto {
  const history = historyOf(stored, policy);
  const state = statusOn(history, today);
  return {
    id: stored.id,
    personId: stored.personId,
    schemeId: stored.schemeId,
    schemeName: stored.schemeName,
    issuer: stored.issuer,
    track: stored.track,
    number: stored.number,
    registerLink: stored.registerLink,
    periods: stored.periods.map(presentPeriod),
    state,
    validThrough: validThrough(history, today, policy.certificationGraceMayFacilitate),
    can: certificationCan(actor, stored, history, state, today),
    version: stored.version,
  };
}
