export const tracks = ['mh_peer', 'family_peer', 'sud_peer', 'supervisor', 'mentor'] as const;
export type Track = (typeof tracks)[number];

/** The tracks in which somebody facilitates as a peer. */
export const peerTracks = ['mh_peer', 'family_peer', 'sud_peer'] as const satisfies readonly Track[];

export const issuers = ['college', 'external'] as const;
export type Issuer = (typeof issuers)[number];

export const grades = ['provisional', 'full'] as const;
export type Grade = (typeof grades)[number];

/** What a practice log can be about. The last two never count towards the hours (BR-89). */
export const practiceKinds = [
  'facilitation',
  'co_facilitation',
  'shadow',
  'supervision_received',
  'self_study',
] as const;
export type PracticeKind = (typeof practiceKinds)[number];
export const neverCounted: readonly PracticeKind[] = ['supervision_received', 'self_study'];

/** What holding a session as this is, as practice; null for what is none. */
export function practiceKindOf(deliveryRole: string): PracticeKind | null {
  if (deliveryRole === 'shadow') return 'shadow';
  return deliveryRole === 'peer' || deliveryRole === 'learned' ? 'co_facilitation' : null;
}

export const referenceKinds = ['supervisor', 'colleague', 'community'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

export const examKinds = ['exam', 'observed_practice'] as const;
export type ExamKind = (typeof examKinds)[number];
