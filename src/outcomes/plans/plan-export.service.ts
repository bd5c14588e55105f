import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import type { Actor } from '../../platform/actor.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import type { LearningPlanDto, LearningPlanExportDto } from './learning-plan.dto.js';
import { LearningPlanService } from './learning-plan.service.js';

/** A learner's plan to take along, at any time, closed or not (BR-72). */
@Injectable()
export class PlanExportService {
  constructor(private readonly plans: LearningPlanService) {}

  /** 403 for somebody who sees a part of it, 404 for everybody else. */
  async of(actor: Actor, planId: string): Promise<LearningPlanExportDto> {
    const plan = await this.plans.one(actor, planId);
    if (plan.seenAs !== 'learner') throw refuse(platformRefusals.forbidden);
    return { plan, text: asText(plan) };
  }
}

/** The plan as somebody would write it down. */
export function asText({ aims, chime, advisor, goals, attainment, reviews }: LearningPlanDto): string {
  const lines = [
    textOf('exports.plan.heading'),
    '',
    aims ?? '',
    ...(chime?.length
      ? ['', textOf('exports.plan.about', { chime: chime.map((each) => textOf(`labels.chime.${each}`)).join(', ') })]
      : []),
    ...(advisor?.state === 'accepted' && advisor.chosenName !== null
      ? ['', textOf('exports.plan.advisor', { name: advisor.chosenName })]
      : []),
    ...(goals ?? []).flatMap((goal, index) => [
      '',
      textOf('exports.plan.goal', {
        number: index + 1,
        state: textOf(`labels.goal_state.${goal.state}`),
        weight: goal.weight,
        statement: goal.statement,
      }),
      ...(goal.baselineLevel === null
        ? []
        : [`  ${textOf('exports.plan.at_the_start', { level: goal.baselineLevel })}`]),
      ...(goal.currentLevel === null ? [] : [`  ${textOf('exports.plan.now', { level: goal.currentLevel })}`]),
      ...(goal.descriptors ?? []).map((words, level) => `  ${level - 2}: ${words}`),
    ]),
    ...(attainment && attainment.current !== null
      ? ['', textOf('exports.plan.attainment', { score: attainment.current })]
      : []),
    ...(reviews ?? []).flatMap(({ heldOn, mode, note, learnerSignedAt, advisorSignedAt }) => [
      '',
      textOf('exports.plan.review', { day: heldOn, mode: textOf(`labels.review_mode.${mode}`) }),
      ...(note === null ? [] : [note]),
      ...(learnerSignedAt ? [`  ${textOf('exports.plan.signed_by_me', { day: learnerSignedAt.slice(0, 10) })}`] : []),
      ...(advisorSignedAt
        ? [`  ${textOf('exports.plan.signed_by_advisor', { day: advisorSignedAt.slice(0, 10) })}`]
        : []),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
