import { IsIn } from 'class-validator';
import { LocalDate, Omittable } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { type CertificationState, certificationStates } from '../certifications/certification.rules.js';
import { type Choice, choices } from './forecast.rules.js';

/** For which day to look ahead. */
export class ForecastQuery {
  /** The day; default: today. @example 2028-04-01 */
  @Omittable() @LocalDate() asOf?: string;
}

/** Continuing education of one category that the terms name. */
export class ForecastCategoryDto {
  /** Code of the category. */
  code: string;
  /** Minutes that are needed; 0 when none are asked for. */
  neededMinutes: number;
  /** Most minutes that count; null for no limit. */
  mostMinutes: number | null;
  /** Minutes that count so far. */
  countedMinutes: number;
}

/** Continuing education in this cycle. */
export class ForecastCreditsDto {
  /** From this day on it counts. */
  cycleStart: string;
  /** Minutes that are needed; 0 when nothing is asked for. */
  neededMinutes: number;
  /** Minutes that count so far. */
  countedMinutes: number;
  /** The same for each category that the terms name. */
  categories: ForecastCategoryDto[];
  /** Whether nothing is asked for this once, as it is so soon after the first certificate (BR-102). */
  waived: boolean;
}

/** One thing that can be done, and what it leads to. */
export class ChoiceDto {
  /** What can be done. */
  @IsIn(choices) choice: Choice;
  /** First day on which it can be done. */
  from: string;
  /** Last day on which it can be done; null for no end. */
  by: string | null;
  /** Where it leads. */
  @IsIn(certificationStates) leadsTo: CertificationState;
  /** From which day on that is so. */
  leadsToOn: string;
  /** Last day of validity that it leads to, if it does. */
  validThrough: string | null;
}

/**
 * Where a certification will stand on a day if nothing happens until then, what is missing, and what each choice leads
 * to.
 */
export class ForecastDto {
  /** Id of the certification. */
  id: string;
  /** The day that is looked at. */
  asOf: string;
  /** Where it stands on that day. */
  @IsIn(certificationStates) state: CertificationState;
  /** Whether its holder may facilitate on that day. */
  mayFacilitate: boolean;
  /** Last day on which they may, without a gap from that day on. */
  validThrough: string | null;
  /** First day of the renewal window of the period that counts. */
  windowOpensOn: string | null;
  /** Last day of that period. */
  expiresOn: string | null;
  /** Last day on which it can be renewed late. */
  graceEndsOn: string | null;
  /** The days on which the college reminds the holder. */
  remindersOn: string[];
  /** Continuing education in this cycle; null where the scheme asks for none. */
  credits: ForecastCreditsDto | null;
  /** The code of ethics that a renewal on that day signs anew (BR-98); null where the college does not renew it. */
  codeOfEthicsVersion: string | null;
  /** What a renewal still lacks beside that signature, each with what to do. */
  missing: UnmetDto[];
  /** What can be done, soonest first. */
  choices: ChoiceDto[];
}
