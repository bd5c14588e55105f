import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import {
  Clearable,
  IsIdField,
  LocalDate,
  Omittable,
  PlainText,
  QueryFlag,
  QueryList,
} from '../../../src/platform/http/dto.js';
import { PageQuery } from '../../../src/platform/http/page-query.dto.js';

const kinds = ['talk', 'walk'] as const;

export class SeatBody {
  @IsInt()
  @Min(1)
  @Max(30)
  row: number;
}

export class NoteBody {
  /** What the note is called. */
  @PlainText(10)
  title: string;

  @IsOptional()
  @IsIn(kinds)
  kind?: (typeof kinds)[number];

  @IsOptional()
  @IsBoolean()
  pinned?: boolean;

  @IsOptional()
  @LocalDate()
  day?: string;

  @IsOptional()
  @IsIdField()
  ownerId?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SeatBody)
  seats?: SeatBody[];
}

export class NoteChange {
  @Omittable()
  @PlainText(10)
  title?: string;

  @Clearable()
  @PlainText(100, { lines: true })
  text?: string | null;
}

export class NotesQuery extends PageQuery {
  @IsOptional()
  @QueryList(kinds)
  kinds?: string[];

  @IsOptional()
  @QueryFlag()
  pinned?: boolean;
}

export class NoteView {
  id: string;

  title: string;

  text: string | null;

  @ApiProperty({ type: SeatBody, nullable: true })
  seat: SeatBody | null;

  version: number;
}
