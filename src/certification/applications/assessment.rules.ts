import type { StateTable } from '../../platform/states/state-table.js';
import type { Requirements } from '../schemes/requirements.dto.js';

/** The talk at the beginning, an exam, or practice that somebody observes. */
export const assessmentKinds = ['selection', 'exam', 'observed_practice'] as const;
export type AssessmentKind = (typeof assessmentKinds)[number];

export const assessmentStates = ['booked', 'assessed', 'cancelled'] as const;
export type AssessmentState = (typeof assessmentStates)[number];
export const assessmentMoves = {
  booked: ['assessed', 'cancelled'],
  assessed: [],
  cancelled: [],
} as const satisfies StateTable<AssessmentState>;

export interface Met {
  code: string;
  met: boolean;
}

/** The competencies that an assessment of this kind looks at. */
export function competenciesOf({ selection, assessment }: Requirements, kind: AssessmentKind): string[] {
  if (kind === 'selection') return selection?.competencies ?? [];
  return assessment?.kind === kind ? (assessment.competencies ?? []) : [];
}

/** Passed when every competency is met and the mark, where one is asked for, is reached. */
export function passes(terms: Requirements, kind: AssessmentKind, competencies: Met[], mark: number | null): boolean {
  const needed = kind !== 'selection' && terms.assessment?.kind === kind ? terms.assessment.passMark : undefined;
  return competencies.every(({ met }) => met) && (needed === undefined || (mark !== null && mark >= needed));
}
