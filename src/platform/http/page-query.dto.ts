import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Key } from '../../catalogues/catalogues.js';
import { Omittable, PlainText, QueryNumber } from './dto.js';

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
