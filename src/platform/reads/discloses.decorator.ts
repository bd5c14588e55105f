import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { type Disclosure, DISCLOSES, type PersonalRecord, type RecordIds } from './personal-record.js';
import { ReadsInterceptor } from './reads.interceptor.js';

/**
 * This route answers a record that may be somebody else's. Whose it was is written down before the answer is sent, and when that is
 * not possible, nothing is answered (I-49). Refusals are written down too.
 */
export const Discloses = (record: PersonalRecord, ids?: RecordIds) =>
  applyDecorators(SetMetadata(DISCLOSES, { record, ids } satisfies Disclosure), UseInterceptors(ReadsInterceptor));
