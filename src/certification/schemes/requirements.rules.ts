import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { Requirements } from './requirements.dto.js';

const ofCategories = '/terms/continuingEducation/categories';

/** What in a set of terms does not fit together. */
export function contradictions({ training, renewal, continuingEducation: education }: Requirements): UnmetGate[] {
  const found: UnmetGate[] = [];
  if (training && Math.max(training.liveMinutes, training.ethicsMinutes) > training.minutes)
    found.push(unmetCondition(certificationRefusals.terms_parts_exceed_whole, {}, '/terms/training/minutes'));
  if (renewal.model === 'fixed' ? renewal.fixedDay === undefined : renewal.months === undefined)
    found.push(unmetCondition(certificationRefusals.terms_dates_missing, { model: renewal.model }, '/terms/renewal'));
  if (renewal.model !== 'fixed' && renewal.windowDays >= (renewal.months ?? 0) * 28)
    found.push(unmetCondition(certificationRefusals.terms_window_too_long, {}, '/terms/renewal/windowDays'));
  if (education && education.categories.reduce((sum, { minMinutes = 0 }) => sum + minMinutes, 0) > education.minutes)
    found.push(unmetCondition(certificationRefusals.terms_parts_exceed_whole, {}, ofCategories));
  if (education && education.categories.some(({ minMinutes = 0, maxMinutes = Infinity }) => minMinutes > maxMinutes))
    found.push(unmetCondition(certificationRefusals.terms_parts_exceed_whole, {}, ofCategories));
  if (education && (education.carryOverMaxMinutes ?? 0) > 0 && !education.carryOverCategories)
    found.push(
      unmetCondition(certificationRefusals.terms_carry_over_open, {}, '/terms/continuingEducation/carryOverCategories'),
    );
  return found;
}
