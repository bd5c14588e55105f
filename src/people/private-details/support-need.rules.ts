export const supportNeedKinds = [
  'mobility',
  'sensory',
  'neurodivergence',
  'language',
  'literacy',
  'digital',
  'childcare',
  'transport',
  'other',
] as const;
export type SupportNeedKind = (typeof supportNeedKinds)[number];
