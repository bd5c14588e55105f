import { columnsOf } from '../../platform/database/tables.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { Adjustment } from './adjustment.entity.js';

/** An adjustment as it is stored: its words are sealed. */
export type AdjustmentRow = Adjustment & Pick<Enrolment, 'personId' | 'runId'>;

/** What of it is sealed, each by itself. */
export const sealedParts = ['wish', 'action', 'reason', 'alternative'] as const;

export type SealedPart = (typeof sealedParts)[number];

/** Adjustments `a`, each with its enrolment `e`; the condition follows. */
export const adjustments = `
  select ${columnsOf(Adjustment, 'a')}, ${columnsOf(Enrolment, 'e', 'personId', 'runId')}
  from adjustment a
  join enrolment e on e.id = a.enrolment_id`;

/** What the words of one part are bound to, so that they open nowhere else. */
export const placeOf = (id: string, part: SealedPart) => `adjustment ${part} ${id}`;
