export const proposalStates = ['open', 'accepted', 'declined'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Why a proposal is not taken up; none of them judges the person. */
export const declineReasons = [
  'offered_already',
  'outside_our_purpose',
  'nobody_to_make_it_yet',
  'needs_more_detail',
  'not_safe_to_offer',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

export const proposalActions = ['accept', 'decline'] as const;
export type ProposalAction = (typeof proposalActions)[number];
