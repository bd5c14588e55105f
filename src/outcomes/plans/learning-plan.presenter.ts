import { textOf } from '../../catalogues/catalogues.js';
import type { PersonalKey } from '../../platform/keys/personal-keys.js';
import { unlessDamaged } from '../../platform/keys/sealing.js';
import { openJson } from '../sealed-texts/sealed-text.service.js';
import type { PlanReviewDto } from './learning-plan.dto.js';
import type { PlanRow, ReviewRow } from './learning-plan.queries.js';
import type { ChimeProcess, PlanViewer, PlanPart } from './learning-plan.rules.js';
import { when } from '../../platform/access/acts.js';
import type { LearningPlanDto } from './learning-plan.dto.js';

export interface Aims {
  aims: string;
  chime: ChimeProcess[];
}

/** A plan as one person sees it. */
export interface SeenPlan extends PlanRow {
  viewer: PlanViewer;
  parts: readonly PlanPart[];
  /** Whether the one who looks has been asked to advise, and has not answered. */
  asked: boolean;
}

export const aboutAims = (planId: string): string[] => ['learning plan 1', 'aims', planId];

export const aimsOf = ({ id, aims }: PlanRow, key: PersonalKey): Aims => openJson(key, aims, aboutAims(id)) as Aims;

export const aboutReview = (reviewId: string): string[] => ['learning plan 1', 'review', reviewId];

export const reviewDto = (
  { id, heldOn, mode, note, learnerSignedAt, advisorSignedAt }: ReviewRow,
  key: PersonalKey,
): PlanReviewDto => ({
  id,
  heldOn,
  mode,
  note: note && (unlessDamaged(() => openJson(key, note, aboutReview(id)) as string) ?? textOf('records.damaged')),
  learnerSignedAt: learnerSignedAt?.toISOString() ?? null,
  advisorSignedAt: advisorSignedAt?.toISOString() ?? null,
});

/** What the one who looks may do with it now. */
export function canDo({ viewer: seenAs, state, parts, asked }: SeenPlan): LearningPlanDto['can'] {
  if (state === 'closed') return seenAs === 'learner' ? ['export'] : [];
  if (seenAs === 'learner')
    return ['change', 'add_goal', 'name_advisor', 'share', 'close', state === 'draft' ? 'agree' : 'review', 'export'];
  return [
    ...when(asked, 'accept_advising', 'decline_advising'),
    ...when(parts.includes('goals'), 'propose_goal'),
    ...when(seenAs === 'advisor' && state !== 'draft', 'review'),
    ...when(seenAs === 'advisor', 'decline_advising'),
  ];
}
