import { isFoundSql } from '../../platform/database/found.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Instrument } from './instrument.entity.js';

const own = [
  'id',
  'code',
  'edition',
  'name',
  'itemCount',
  'unscoredItems',
  'itemMin',
  'itemMax',
  'scoring',
  'thresholds',
  'modes',
  'licenceRequired',
  'licenceReference',
  'licenceHolder',
  'licenceExpiresOn',
  'copyrightStatement',
  'itemTexts',
  'state',
  'version',
] as const;

export interface InstrumentRow extends Pick<Instrument, (typeof own)[number]> {
  conversion: number[] | null;
}

const instruments = `
  select ${columnsOf(Instrument, 'i', ...own)}, i.conversion::float8[] as conversion
  from instrument i`;

export const oneInstrument = `${instruments} where i.id = $1`;

/** $1 id of the instrument after which to go on or null, $2 limit, $3 the name that is looked for, if one is. */
export const listedInstruments = (name: string | undefined): string => `
  ${instruments}
  where ($1::uuid is null or (i.code, i.edition, i.id) > (select code, edition, id from instrument where id = $1))
    and ${isFoundSql('i.name', '$3', name)}
  order by i.code, i.edition, i.id
  limit $2`;
