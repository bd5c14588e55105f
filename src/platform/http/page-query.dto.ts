import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Key } from '../../catalogues/catalogues.js';
import { QueryNumber } from './dto.js';

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
