import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Fractions, Fraction, Clearable, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { NamedQuery } from '../../platform/http/page-query.dto.js';
import {
  type InstrumentState,
  instrumentStates,
  type MeasureMode,
  measureModes,
  type Scoring,
  scorings,
} from './instrument.rules.js';

/** What the college's licence says. */
export class LicenceBody {
  /** How the licence is found, e.g. its number. @example UW-2027-118 */
  @PlainText(100) reference: string;
  /** Who grants it. @example "University of Warwick" */
  @PlainText(100) holder: string;
  /** Its last day; without one it does not end. @example 2028-12-31 */
  @Clearable() @LocalDate() expiresOn?: string | null;
  /** What the holder wants to stand beside every use. */
  @PlainText(500) copyrightStatement: string;
}

/** The licence as it stands today. */
export class LicenceDto {
  /** Whether the instrument needs one. */
  required: boolean;
  /** How it is found. */
  reference: string | null;
  /** Who grants it. */
  holder: string | null;
  /** Its last day. */
  expiresOn: string | null;
  /** Whether the instrument may be used today (BR-75). */
  stands: boolean;
}

/** What a score may mean, and who says so. Nothing follows from it by itself (BR-85). */
export class ThresholdDto {
  /** The least score. */
  @Fraction() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(6000) from: number;
  /** The greatest score. */
  @Clearable() @Fraction() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(6000) to?: number | null;
  /** What it may mean, in kind words. */
  @PlainText(200) meaning: string;
  /** The publication that says so. */
  @PlainText(300) provenance: string;
}

/** What scores may mean; replaces what stood. */
export class ThresholdsBody {
  /** At most 10. */
  @NestedList(() => ThresholdDto, 10) thresholds: ThresholdDto[];
}

/** The words of the items, where the college's licence allows it to keep them. */
export class ItemTextsBody {
  /** One for each item, in order. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(70)
  @PlainText(500, { lines: true, each: true })
  texts: string[];
}

/** A measure that the college wants to use. */
export class InstrumentBody {
  /** Short name. @example Hope-Five */
  @Matches(/^[\w-]{2,40}$/) code: string;
  /** Which edition of it. @example 1 */
  @Matches(/^[\w.-]{1,20}$/) edition: string;
  /** Whole name. @example "Five questions about hope" */
  @PlainText(150) name: string;
  /** How many items are scored. @example 15 */
  @IsInt() @Min(1) @Max(60) itemCount: number;
  /** How many items after those are asked and never scored. */
  @Omittable() @IsInt() @Min(0) @Max(10) unscoredItems?: number;
  /** Least value of an item. @example 0 */
  @IsInt() @Min(0) @Max(99) itemMin: number;
  /** Greatest value of an item. @example 4 */
  @IsInt() @Min(1) @Max(100) itemMax: number;
  /** The metric score of each raw score, the smallest first; without it the raw score is told. */
  @Omittable()
  @Fractions()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(6001)
  @IsNumber({ maxDecimalPlaces: 2 }, { each: true })
  conversion?: number[];
  /** In which ways it may be answered; default all. */
  @Omittable()
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @ArrayUnique()
  @IsIn(measureModes, { each: true })
  modes?: MeasureMode[];
  /** Whether it needs a licence. @example false */
  @IsBoolean() licenceRequired: boolean;
  /** What stands beside every use. */
  @Clearable() @PlainText(500) copyrightStatement?: string | null;
}

/** A measure: how it is scored, and whether the college may use it. */
export class InstrumentSummaryDto {
  /** Id of the instrument. */
  id: string;
  /** Short name. */
  code: string;
  /** Which edition; only scores of one edition are compared. */
  edition: string;
  /** Whole name. */
  name: string;
  /** How many items are scored. */
  itemCount: number;
  /** How many items after those are asked and never scored. */
  unscoredItems: number;
  /** Least value of an item. */
  itemMin: number;
  /** Greatest value of an item. */
  itemMax: number;
  /** How the score is made. */
  @IsIn(scorings) scoring: Scoring;
  /** In which ways it may be answered. */
  @IsIn(measureModes, { each: true }) modes: MeasureMode[];
  /** Where it stands today; `suspended` also when its licence is over. */
  @IsIn(instrumentStates) state: InstrumentState;
  /** The licence. */
  licence: LicenceDto;
  /** What stands beside every use (BR-76). */
  copyrightStatement: string | null;
  /** Whether the college has loaded the words of the items. */
  itemTextLoaded: boolean;
}

export const instrumentActs = ['license', 'set_thresholds', 'load_items', 'activate', 'suspend', 'retire'] as const;

/** A measure, whole. */
export class InstrumentDto extends InstrumentSummaryDto {
  /** The metric score of each raw score, the smallest first; null where the raw score is told. */
  @Fractions() @IsOptional() conversion: number[] | null;
  /** What scores may mean, each with its source. */
  thresholds: ThresholdDto[];
  /** The words of the items, in order; null unless they are loaded and the licence stands (BR-76). */
  items: string[] | null;
  /** Rises with each change. */
  version: number;
  /** What I may do now. */
  @IsIn(instrumentActs, { each: true }) can: (typeof instrumentActs)[number][];
}

/** Which instruments to list. */
export class InstrumentQuery extends NamedQuery {}

/** Instruments by name. */
export class InstrumentPage extends PageOf(InstrumentSummaryDto) {}
