import type { InstrumentDto } from './instrument.dto.js';

type AsShown =
  | 'id'
  | 'code'
  | 'edition'
  | 'name'
  | 'itemCount'
  | 'unscoredItems'
  | 'itemMin'
  | 'itemMax'
  | 'scoring'
  | 'conversion'
  | 'thresholds'
  | 'modes'
  | 'copyrightStatement'
  | 'state'
  | 'version';

export interface InstrumentRow extends Pick<InstrumentDto, AsShown> {
  licenceRequired: boolean;
  licenceReference: string | null;
  licenceHolder: string | null;
  licenceExpiresOn: string | null;
  itemTexts: string[] | null;
}

const columns = `
  i.id, i.code, i.edition, i.name, i.item_count as "itemCount", i.unscored_items as "unscoredItems",
  i.item_min as "itemMin", i.item_max as "itemMax", i.scoring, i.conversion::float8[] as conversion, i.thresholds,
  i.modes, i.licence_required as "licenceRequired", i.licence_reference as "licenceReference",
  i.licence_holder as "licenceHolder", i.licence_expires_on::text as "licenceExpiresOn",
  i.copyright_statement as "copyrightStatement", i.item_texts as "itemTexts", i.state, i.version`;

export const oneInstrument = `select ${columns} from instrument i where i.id = $1`;

/** $1 id of the instrument after which to go on or null, $2 limit. */
export const listedInstruments = `
  select ${columns}
  from instrument i
  where $1::uuid is null or (i.code, i.edition, i.id) > (select code, edition, id from instrument where id = $1)
  order by i.code, i.edition, i.id
  limit $2`;
