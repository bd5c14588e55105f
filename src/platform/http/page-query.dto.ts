import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Key } from '../../catalogues/catalogues.js';
import { Omittable, PlainText, QueryFlag, QueryNumber } from './dto.js';

/** The parameters of every list; a list with filters extends it. */
export class PageQuery {
  /** How many items at most, 1 to 200. */
  @ApiProperty({ required: false, default: 50 })
  @QueryNumber(1, 200)
  limit: number = 50;

  /** Where the last page ended: its `next`. Only good with the same filters and order. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  @Matches(/^[\w-]+$/, { message: 'fields.page_cursor' satisfies Key })
  cursor?: string;
}

/** The parameters of a list that says how long it is to whoever asks: `extends Counted(PageQuery)`. */
export function Counted<Query extends PageQuery>(query: Type<Query>): Type<Query & { total: boolean }> {
  class CountedQuery extends (query as Type<PageQuery>) {
    @ApiProperty({ default: false, description: 'Whether to say how many there are in all, in `total`.' })
    @Omittable()
    @QueryFlag()
    total: boolean = false;
  }
  return CountedQuery as Type<Query & { total: boolean }>;
}

/** The parameters of a list that may be long. */
export class LongListQuery extends Counted(PageQuery) {}

/** The orders of a list of what was recorded one after the other, the first by default. */
export const recordedOrders = ['newest', 'oldest'] as const;
export type RecordedOrder = (typeof recordedOrders)[number];

/** The orders of a list of what has a date, the first by default. */
export const datedOrders = ['soonest', 'latest'] as const;
export type DatedOrder = (typeof datedOrders)[number];

/** The parameters of a list that is short enough to be read whole; a list with filters extends it. */
export class ShortListQuery extends PageQuery {
  /** How many items at most, 1 to 200. */
  @ApiProperty({ required: false, default: 200 })
  @QueryNumber(1, 200)
  override limit: number = 200;
}

/** A list of things that have a name. */
export class NamedQuery extends PageQuery {
  /**
   * Only those in whose name words begin so: each word that is typed begins one, in any order, whatever the accents and
   * capitals. At most 100 characters. @example "ngu th"
   */
  @Omittable() @PlainText(100) name?: string;
}

/** A list of courses, or of what has the title of one. */
export class TitledQuery extends PageQuery {
  /**
   * Only those in whose title words begin so: each word that is typed begins one, in any order, whatever the accents and
   * capitals. At most 120 characters. @example "bound bet"
   */
  @Omittable() @PlainText(120) title?: string;
}

/** How many there are, of those that their reader may see. */
export class TotalDto {
  /** How many, counted to 1,000 at most. */
  count: number;
  /** Whether there are more than were counted. */
  more: boolean;
}
