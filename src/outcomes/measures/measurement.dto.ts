import { ApiSchema } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Fraction, IsIdField, Omittable, QueryFlag } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { type MeasureMode, measureModes } from './instrument.rules.js';
import { type Occasion, occasions, type ShownMeasurementState, shownMeasurementStates } from './measurement.rules.js';

/** A measure that I want to take myself. */
export class MeasurementBody {
  /** The instrument. */
  @IsIdField() instrumentId: string;
  /** When; anything but `adhoc` belongs to a run of mine. @example adhoc */
  @IsIn(occasions) occasion: Occasion;
  /** The run. */
  @Omittable() @IsIdField() runId?: string;
}

/** A measure that is offered to everybody who has a place. Nobody has to take it. */
export class OfferBody {
  /** The instrument. */
  @IsIdField() instrumentId: string;
  /** When. */
  @IsIn(occasions.filter((occasion) => occasion !== 'adhoc')) occasion: Occasion;
}

/** The answer to one item. */
@ApiSchema({ name: 'MeasurementResponse' })
export class ItemAnswer {
  /** Number of the item, from 1. */
  @IsInt() @Min(1) @Max(70) item: number;
  /** The value chosen. */
  @IsInt() @Min(0) @Max(100) value: number;
}

/** My answers, item by item; or the total that was added up on paper. */
export class AnswersBody {
  /** In which way I answered. */
  @IsIn(measureModes) mode: MeasureMode;
  /** The answers; leave out what you would rather not answer. */
  @Omittable()
  @NestedList(() => ItemAnswer, 70, { uniqueBy: 'item' })
  responses?: ItemAnswer[];
  /** The total, where only that is on paper. */
  @Omittable() @IsInt() @Min(0) @Max(6000) raw?: number;
}

/** Which measures to list. */
export class MeasurementQuery extends PageQuery {
  /** Those that somebody shared with me, instead of mine. */
  @Omittable() @QueryFlag() sharedWithMe?: boolean;
}

/** The instrument of a measure. */
export class MeasuredWithDto {
  /** Its id. */
  id: string;
  /** Its short name. */
  code: string;
  /** Its edition. */
  edition: string;
  /** Its whole name. */
  name: string;
  /** What stands beside every use (BR-76). */
  copyrightStatement: string | null;
}

/** A measure on one occasion, and its score. */
export class MeasurementSummaryDto {
  /** Id of the measure. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The instrument. */
  instrument: MeasuredWithDto;
  /** When in the run. */
  @IsIn(occasions) occasion: Occasion;
  /** The run. */
  runId: string | null;
  /** Where it stands. */
  @IsIn(shownMeasurementStates) state: ShownMeasurementState;
  /** When it was offered. */
  offeredAt: string;
  /** Until when it can be answered; null where there is no end. */
  answerUntil: string | null;
  /** When it was answered or declined. */
  answeredAt: string | null;
  /** In which way it was answered. */
  @IsIn([...measureModes, null]) mode: MeasureMode | null;
  /** The sum; null while an item is missing. */
  raw: number | null;
  /** The score that compares: by the instrument's table, or the sum where it has none. */
  @Fraction() metric: number | null;
}

export const measurementActs = ['answer', 'decline', 'share'] as const;

/** A measure, whole. */
export class MeasurementDto extends MeasurementSummaryDto {
  /** My answers, for me alone. */
  responses: ItemAnswer[];
  /** What I may do now: `answer`, `decline`, `share`. */
  @IsIn(measurementActs, { each: true }) can: (typeof measurementActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Measures, offered last first. */
export class MeasurementPage extends PageOf(MeasurementSummaryDto) {}

/** Who may see the score of this measure. */
export class MeasurementGrantBody {
  /** A facilitator of a run of mine, or my advisor. */
  @IsIdField() readerId: string;
  /** For how many days; default 30. */
  @Omittable() @IsInt() @Min(1) @Max(180) days?: number;
}

/** Somebody who may see the score of a measure. */
export class MeasurementGrantDto {
  /** Id of the grant. */
  id: string;
  /** The measure. */
  measurementId: string;
  /** Who may see it. */
  readerId: string;
  /** Until when. */
  until: string;
}

/** Who may see it now. */
export class MeasurementGrantPage extends PageOf(MeasurementGrantDto) {}
