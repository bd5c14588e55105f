import { ceuRefusals } from '../ceu.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { LocalDate, Omittable, QueryNumber } from '../../platform/http/dto.js';
import { PageQuery, ShortListQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type Role, roles } from '../../platform/actor.js';
import { type CreditKind, creditKinds } from './ce-credit.rules.js';

export const groupings = ['category', 'approval', 'month'] as const;
export type Grouping = (typeof groupings)[number];

/** What to add up, over which days. */
@InOrder('from', 'to', ceuRefusals.period_reversed)
export class CeFiguresQuery extends ShortListQuery {
  /** By what. */
  @IsIn(groupings) by: Grouping;
  /** Completed on this day or later. */
  @LocalDate() from: string;
  /** Completed on this day or earlier. */
  @LocalDate() to: string;
}

/** Awards that stand, added up. */
export class CeTotalDto {
  /** The category, the id of the approval (or `external`), or the month. @example ethics */
  key: string;
  /** The same for a person to read. */
  label: string;
  /** CE hours and CEUs have rows of their own. */
  @IsIn(creditKinds) kind: CreditKind;
  /** How many awards. */
  awards: number;
  /** How many people. */
  people: number;
  /** Their minutes. */
  minutes: number;
  /** Their credit in its kind, as a decimal string; null by category, where credit is not divided. @example 12.4 */
  amount: string | null;
}

/** Totals; at most 1,000. */
export class CeTotalPage extends PageOf(CeTotalDto) {}

/** Who has to have how many minutes by which day. */
@InOrder('from', 'to', ceuRefusals.period_reversed)
export class CeShortfallQuery extends PageQuery {
  /** Minutes that everybody has to have. @example 1200 */
  @QueryNumber(1, 9999) @IsInt() @Min(1) @Max(9999) minutes: number;
  /** Of one category only. @example ethics */
  @Omittable() @Matches(/^[a-z][a-z0-9_]{0,39}$/) category?: string;
  /** First day that counts. */
  @LocalDate() from: string;
  /** Last day that counts. */
  @LocalDate() to: string;
  /** Whom it is asked of; default `facilitator`. */
  @Omittable() @IsIn(roles) role: Role = 'facilitator';
}

/** Somebody who is short of minutes. */
export class CeShortfallDto {
  /** The person. */
  personId: string;
  /** Their chosen name. */
  chosenName: string | null;
  /** The category; null for all. */
  category: string | null;
  /** Minutes that stand so far. */
  minutes: number;
  /** Minutes that are missing. */
  missing: number;
  /** Last day that counts. */
  to: string;
}

/** Who is short, those who lack most first. */
export class CeShortfallPage extends PageOf(CeShortfallDto) {}
