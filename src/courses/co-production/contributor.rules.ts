import type { StateTable } from '../../platform/states/state-table.js';

export const contributionRoles = ['lived', 'learned', 'supporter', 'community_partner'] as const;
export type ContributionRole = (typeof contributionRoles)[number];

/** The two kinds of experience that both have to sign. */
export const signingRoles = ['lived', 'learned'] as const satisfies readonly ContributionRole[];
export type SigningRole = (typeof signingRoles)[number];

export const contributorStates = ['invited', 'active', 'stepped_back'] as const;
export type ContributorState = (typeof contributorStates)[number];

export const contributorMoves = {
  invited: ['active', 'stepped_back'],
  active: ['stepped_back'],
  stepped_back: [],
} as const satisfies StateTable<ContributorState>;

export const attributionKinds = ['name', 'alias', 'anonymous'] as const;
export type AttributionKind = (typeof attributionKinds)[number];

export const remunerations = ['paid', 'honorarium', 'volunteer', 'declined'] as const;
export type Remuneration = (typeof remunerations)[number];
