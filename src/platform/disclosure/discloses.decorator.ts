import { SetMetadata } from '@nestjs/common';
import { type Disclosure, DISCLOSES, type PersonalRecord, type RecordIds } from './personal-record.js';

/**
 * This route answers a record that may be somebody else's. Whose it was is written down before the answer is sent, and
 * when that is not possible, nothing is answered (I-49). Refusals are written down too.
 */
export const Discloses = (record: PersonalRecord, ids?: RecordIds) => declared({ record, ids });

/**
 * This route changes a record that may be somebody else's, and answers it. The change itself stands in the event log;
 * the same answer again, under the same Idempotency-Key, changes nothing: it is a reading like any other, and is
 * written down as one.
 */
export const Changes = (record: PersonalRecord, ids?: RecordIds) => declared({ record, ids, onlyReplays: true });

const declared = (disclosure: Disclosure) => SetMetadata(DISCLOSES, disclosure);
