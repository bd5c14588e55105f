import { Omittable, PlainText } from './dto.js';
import { PageQuery } from './page-query.dto.js';

/** A list of courses, or of what has the title of one. */
export class TitledQuery extends PageQuery {
  /**
   * Only those in whose title words begin so: each word that is typed begins one, in any order, whatever the accents and
   * capitals. At most 120 characters. @example bound bet
   */
  @Omittable() @PlainText(120) title?: string;
}
