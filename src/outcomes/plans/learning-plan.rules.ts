import type { StateTable } from '../../platform/states/state-table.js';

/** The five processes of personal recovery, in the learner's own view. */
export const chimeProcesses = ['connectedness', 'hope', 'identity', 'meaning', 'empowerment'] as const;
export type ChimeProcess = (typeof chimeProcesses)[number];

export const planStates = ['draft', 'agreed', 'reviewing', 'closed'] as const;
export type PlanState = (typeof planStates)[number];
export const planMoves: StateTable<PlanState> = {
  draft: ['agreed', 'closed'],
  agreed: ['reviewing', 'closed'],
  reviewing: ['closed'],
  closed: [],
};

export const advisorStates = ['none', 'asked', 'accepted', 'declined'] as const;
export type AdvisorState = (typeof advisorStates)[number];

export const goalStates = ['proposed', 'declined', 'active', 'achieved', 'changed', 'dropped'] as const;
export type GoalState = (typeof goalStates)[number];
export const goalMoves: StateTable<GoalState> = {
  proposed: ['active', 'declined'],
  declined: [],
  active: ['achieved', 'changed', 'dropped'],
  achieved: [],
  changed: [],
  dropped: [],
};
export const goalEnds = goalMoves.active as readonly ('achieved' | 'changed' | 'dropped')[];
export type GoalEnd = (typeof goalEnds)[number];

/** Goals that count for attainment: those that the learner works on, or has reached. */
export const counts = (state: GoalState): boolean => state === 'active' || state === 'achieved';

export const reviewModes = ['in_person', 'phone', 'video', 'in_writing'] as const;
export type ReviewMode = (typeof reviewModes)[number];

/** What of a plan can be shown to a facilitator. */
export const planParts = ['aims', 'goals', 'reviews'] as const;
export type PlanPart = (typeof planParts)[number];

export const progressionKinds = [
  'volunteer',
  'peer_trainer',
  'employment',
  'education',
  'community_group',
  'other',
] as const;
export type ProgressionKind = (typeof progressionKinds)[number];

/** As whom somebody sees a plan. */
export const planViewers = ['learner', 'advisor', 'asked_advisor', 'reader', 'administrator'] as const;
export type PlanViewer = (typeof planViewers)[number];

export interface PlanTies {
  learnerId: string;
  advisorId: string | null;
  advisorState: AdvisorState;
  /** What is shared with the one who looks, while the two have to do with each other. */
  sharedParts: readonly PlanPart[];
  closed: boolean;
}

/** As whom this person sees the plan; undefined for everybody else (BR-71). */
export function viewerOf(
  person: { id: string; isAdministrator: boolean },
  { learnerId, advisorId, advisorState, sharedParts, closed }: PlanTies,
): PlanViewer | undefined {
  if (person.id === learnerId) return 'learner';
  if (person.id === advisorId && !closed && advisorState === 'accepted') return 'advisor';
  if (sharedParts.length > 0) return 'reader';
  if (person.id === advisorId && !closed && advisorState === 'asked') return 'asked_advisor';
  return person.isAdministrator ? 'administrator' : undefined;
}

/** The parts that they see: all, those shared, or none, so that it is known *that* there is a plan (BR-71). */
export function partsFor(viewer: PlanViewer, sharedParts: readonly PlanPart[]): readonly PlanPart[] {
  if (viewer === 'learner' || viewer === 'advisor') return planParts;
  return viewer === 'reader' ? sharedParts : [];
}

/**
 * Which of the five stages of recognising progress the plan has come to: aims, where one starts from, goals, reviews,
 * what was achieved.
 */
export function stageOf(goals: readonly { state: GoalState; baselineLevel: number | null }[], reviews: number): number {
  if (reviews > 0) return goals.some(({ state }) => state === 'achieved') ? 5 : 4;
  if (goals.some(({ state }) => state !== 'proposed' && state !== 'declined')) return 3;
  return goals.some(({ baselineLevel }) => baselineLevel !== null) ? 2 : 1;
}
