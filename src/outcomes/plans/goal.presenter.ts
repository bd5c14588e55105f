import { textOf } from '../../catalogues/catalogues.js';
import type { PersonalKey } from '../../platform/keys/personal-keys.js';
import { unlessDamaged } from '../../platform/keys/sealing.js';
import type { GoalDto } from './goal.dto.js';
import type { GoalRow } from './learning-plan.queries.js';
import type { ChimeProcess, PlanState, PlanViewer } from './learning-plan.rules.js';
import { openJson } from '../sealed-texts/sealed-text.service.js';

/** What is sealed of a goal. */
export interface GoalWords {
  statement: string;
  chime: ChimeProcess | null;
  descriptors: string[] | null;
}

export const aboutGoal = (goalId: string): string[] => ['learning plan 1', 'goal', goalId];

export const wordsOf = ({ id, words }: GoalRow, key: PersonalKey): GoalWords =>
  openJson(key, words, aboutGoal(id)) as GoalWords;

export function goalDto(goal: GoalRow, key: PersonalKey, plan: { state: PlanState; viewer: PlanViewer }): GoalDto {
  const { id, planId, state, weight, baselineLevel, currentLevel, proposedBy, version } = goal;
  const words = unlessDamaged(() => wordsOf(goal, key));
  return {
    id,
    planId,
    state,
    ...(words ?? { statement: textOf('records.damaged'), chime: null, descriptors: null }),
    damaged: words === undefined,
    weight,
    baselineLevel,
    currentLevel,
    proposedBy,
    can: canDo(goal, plan),
    version,
  };
}

function canDo({ state }: GoalRow, plan: { state: PlanState; viewer: PlanViewer }): GoalDto['can'] {
  if (plan.viewer !== 'learner' || plan.state === 'closed') return [];
  if (state === 'proposed') return ['accept', 'decline'];
  return state === 'active' ? ['change', 'conclude'] : [];
}
