import { Temporal } from 'temporal-polyfill';

export const tracks = ['mh_peer', 'family_peer', 'sud_peer', 'supervisor', 'mentor'] as const;
export type Track = (typeof tracks)[number];

/** The tracks in which somebody facilitates as a peer. */
export const peerTracks = ['mh_peer', 'family_peer', 'sud_peer'] as const satisfies readonly Track[];

export const issuers = ['college', 'external'] as const;
export const grades = ['provisional', 'full'] as const;
export type Grade = (typeof grades)[number];
export const waysToVerify = ['number', 'link'] as const;

export const certificationStates = ['recorded', 'active', 'expired'] as const;
export type CertificationState = (typeof certificationStates)[number];

export interface Period {
  validFrom: string;
  validThrough: string;
  verified: boolean;
}

/**
 * The last day on which a certification is valid without a gap, counted from `today` (BR-22); null when it is not valid
 * today. What nobody has verified does not count (BR-104). Dates alone decide: no job has to run.
 */
export function validThrough(periods: Period[], today: string): string | null {
  let through: string | null = null;
  for (const period of periods.filter(({ verified }) => verified).sort(byStart)) {
    if (through === null ? period.validFrom <= today && period.validThrough >= today : period.validFrom <= dayAfter(through)) {
      if (through === null || period.validThrough > through) through = period.validThrough;
    }
  }
  return through;
}

/** Where a certification stands: recorded while nothing of it is verified, then active or expired by date. */
export function stateOn(periods: Period[], today: string): CertificationState {
  if (!periods.some(({ verified }) => verified)) return 'recorded';
  return validThrough(periods, today) === null ? 'expired' : 'active';
}

const byStart = (a: Period, b: Period): number => a.validFrom.localeCompare(b.validFrom);
const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
