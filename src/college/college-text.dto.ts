import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsOptional, Matches } from 'class-validator';
import { Omittable, PlainText, QueryNumber } from '../platform/http/dto.js';
import { NestedList } from '../platform/http/nested-fields.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';

const languageTag = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,4}$/;

/** A part of a text, in plain words without any markup. */
export class TextSection {
  /** What it is about. At most 200 characters. @example "How we are together" */
  @PlainText(200) heading: string;
  /** Its paragraphs in order, 1 to 30 of at most 2,000 characters. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(30) @PlainText(2_000, { each: true }) paragraphs: string[];
}

/** A text as it shall stand from now on. */
export class CollegeTextBody {
  /** The language in which it is written (BCP 47). @example en-CA */
  @Matches(languageTag) language: string;
  /** At most 200 characters. @example "Our charter" */
  @PlainText(200) title: string;
  /** Its parts in order, 1 to 40. */
  @NestedList(() => TextSection, 40, { min: 1 })
  sections: TextSection[];
  /**
   * Whether it changes in substance: then it is a new version, and a new charter is accepted by everybody at their next
   * booking (BR-43). A correction or a translation is not.
   */
  @IsBoolean() material: boolean;
}

/** Which text to read; left out: the one that stands now. */
export class CollegeTextQuery {
  /** An earlier version. */
  @IsOptional() @QueryNumber(1, 9_999) version?: number;
  /** Its words as they were written for this time; left out: as they were written last. */
  @IsOptional() @QueryNumber(1, 9_999) revision?: number;
  /** The language; where it is not written in that one, the answer is in the language in which it was written first. */
  @Omittable() @Matches(languageTag) language?: string;
}

/** One text without its words. */
export class CollegeTextLineDto {
  /** Which version it is; of the charter, the number that people accept. */
  version: number;
  /** Rises with each correction of this version in this language. */
  revision: number;
  /** The language in which it is written (BCP 47). */
  language: string;
  /** What it is called. */
  title: string;
  /** Whether it changed in substance. */
  material: boolean;
  /** From when on it stood (RFC 3339, UTC). */
  from: string;
}

/** A text of the college, to be printed as it is: it holds no markup. */
export class CollegeTextDto extends CollegeTextLineDto {
  /** Its parts in order. */
  sections: TextSection[];
}

/** Every text that was written, the newest first. */
export class CollegeTextPage extends PageOf(CollegeTextLineDto) {}

/** Which part of the list. */
export class CollegeTextVersionsQuery extends PageQuery {}
