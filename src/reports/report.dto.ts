import { IsIn, IsInt, Matches } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import type { Key } from '../catalogues/catalogues.js';
import { Fraction, Omittable, QueryList } from '../platform/http/dto.js';
import { type Dimension, dimensions } from './counting/divisions.rules.js';
import { measures, type ReportKind, reportKinds } from './figures.js';
import { type HiddenReason, hiddenReasons } from './publishing/hidden-reasons.rules.js';
import { type Remark, remarks } from './publishing/published-figures.rules.js';

/** Which period, and divided by what. */
export class ReportQuery {
  /** A year or the id of a term, alone or as a report says it: `2026`, `year:2026`, `term:` and the id. @example year:2026 */
  @Matches(/^((year:)?\d{4}|(term:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, {
    message: 'fields.period_of_report' satisfies Key,
  })
  period: string;
  /** Nothing, one dimension, or a pair that is offered; see the definitions. @example mode,eligibilityBasis */
  @Omittable() @QueryList(dimensions, 2) by: Dimension[] = [];
}

/** One value of a dimension. */
export class FigureGroupDto {
  /** The dimension. */
  @IsIn(dimensions) dimension: Dimension;
  /** Its value. @example online */
  value: string;
}

/** One figure, with everything it takes to explain it. */
export class FigureDto {
  /** Stable name. @example attendance */
  key: string;
  /** What the value is. */
  @IsIn(measures) measure: string;
  /** What it means, in plain words. */
  definition: string;
  /** Of whom or what; empty for the whole college. */
  group: FigureGroupDto[];
  /** What is counted; null when hidden. */
  @IsInt() numerator: number | null;
  /** Out of how many; null when hidden, and for what is no percentage. */
  @IsInt() denominator: number | null;
  /**
   * The figure: a count, hours, or a percentage (whole below a denominator of 100). Null when hidden or when there are
   * too few.
   */
  @Fraction() value: number | null;
  /** Whether it is hidden because it is a small number, or because it would tell one. */
  suppressed: boolean;
  /** Why there is no value. */
  @IsIn(remarks) @ApiProperty({ enum: remarks, nullable: true, type: String }) remark: Remark | null;
  /**
   * Why it is hidden, as far as that tells nothing; null where it is not. What each means stands in the report's `reasons`.
   */
  @IsIn(hiddenReasons)
  @ApiProperty({ enum: hiddenReasons, nullable: true, type: String })
  reason: HiddenReason | null;
}

/** What a reason to hide something means. */
export class HiddenReasonDto {
  /** Stable code. */
  @IsIn(hiddenReasons) reason: HiddenReason;
  /** Why something is hidden, in plain words. */
  why: string;
  /** What may be done to learn more. */
  next: string;
}

/** A report on a closed period, as it was first published. */
export class ReportDto {
  /** What it reports. */
  @IsIn(reportKinds) report: ReportKind;
  /** The period: `year:2026`, or `term:` and its id. */
  period: string;
  /** The period for a person to read. */
  periodLabel: string;
  /** Its first day. */
  from: string;
  /** Its last day. */
  to: string;
  /** By what it is divided. */
  @ApiProperty({ enum: dimensions, isArray: true }) by: Dimension[];
  /** Version of the definitions it was made with. */
  @IsInt() definitionVersion: number;
  /** SHA-256 of the whole report, all divisions together. */
  hash: string;
  /** When it was made (RFC 3339, UTC). */
  madeAt: string;
  /** Smaller numbers than this, besides 0, are hidden. */
  @IsInt() smallestNumber: number;
  /** What `suppressed` means, in plain words. */
  suppression: string;
  /** No percentage is made of fewer than this. */
  @IsInt() smallestDenominator: number;
  /** The figures. */
  figures: FigureDto[];
  /** Figures that are not divided in this way, because too much of them would have to be hidden. */
  leftOut: string[];
  /** The reasons of what is hidden here, and of what is left out (`division_left_out`). */
  reasons: HiddenReasonDto[];
}

/** What a figure means. */
export class DefinitionDto {
  /** The report it is in. */
  @IsIn(reportKinds) report: ReportKind;
  /** Stable name. */
  key: string;
  /** What the value is. */
  @IsIn(measures) measure: string;
  /** What it means, in plain words. */
  definition: string;
  /** By what it can be divided; the first, empty one is the whole college. */
  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string', enum: [...dimensions] } } })
  divisions: Dimension[][];
}

/** What every figure means. */
export class DefinitionsDto {
  /** Version of these definitions. */
  @IsInt() version: number;
  /** What `suppressed` means, in plain words. */
  suppression: string;
  /** One row per figure. */
  items: DefinitionDto[];
  /** The cursor of the next page, or null on the last one. */
  next: string | null;
}
