import { Omittable, PlainText } from './dto.js';
import { PageQuery } from './page-query.dto.js';

/** A list of things that have a name. */
export class NamedQuery extends PageQuery {
  /**
   * Only those in whose name words begin so: each word that is typed begins one, in any order, whatever the accents and
   * capitals. At most 100 characters. @example ngu th
   */
  @Omittable() @PlainText(100) name?: string;
}
