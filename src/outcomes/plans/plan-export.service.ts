import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { refuse as refusePlatform } from '../../platform/errors/platform.refusals.js';
import type { LearningPlanDto, LearningPlanExportDto } from './learning-plan.dto.js';
import { LearningPlanService } from './learning-plan.service.js';

/** A learner's plan to take along, at any time, closed or not (BR-72). */
@Injectable()
export class PlanExportService {
  constructor(private readonly plans: LearningPlanService) {}

  /** 403 for somebody who sees a part of it, 404 for everybody else. */
  async of(actor: Actor, planId: string): Promise<LearningPlanExportDto> {
    const plan = await this.plans.one(actor, planId);
    if (plan.seenAs !== 'learner') throw refusePlatform('forbidden');
    return { plan, text: asText(plan) };
  }
}

/** The plan as somebody would write it down. */
export function asText({ aims, chime, advisor, goals, attainment, reviews }: LearningPlanDto): string {
  const lines = [
    'My learning plan',
    '',
    aims ?? '',
    ...(chime?.length ? ['', `It is about: ${chime.join(', ')}`] : []),
    ...(advisor?.state === 'accepted' && advisor.chosenName !== null ? ['', `My advisor: ${advisor.chosenName}`] : []),
    ...(goals ?? []).flatMap((goal, index) => [
      '',
      `Goal ${index + 1} (${goal.state}, weight ${goal.weight}): ${goal.statement}`,
      ...(goal.baselineLevel === null ? [] : [`  At the start: ${goal.baselineLevel}`]),
      ...(goal.currentLevel === null ? [] : [`  Now: ${goal.currentLevel}`]),
      ...(goal.descriptors ?? []).map((words, level) => `  ${level - 2}: ${words}`),
    ]),
    ...(attainment ? ['', `Goal attainment now: ${attainment.current} (50 is all as hoped for)`] : []),
    ...(reviews ?? []).flatMap(({ heldOn, mode, note, learnerSignedAt, advisorSignedAt }) => [
      '',
      `Review on ${heldOn}, ${mode.replaceAll('_', ' ')}`,
      ...(note === null ? [] : [note]),
      ...(learnerSignedAt ? [`  Signed by me on ${learnerSignedAt.slice(0, 10)}`] : []),
      ...(advisorSignedAt ? [`  Signed by my advisor on ${advisorSignedAt.slice(0, 10)}`] : []),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
