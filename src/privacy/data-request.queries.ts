import { columnsOf } from '../platform/database/tables.js';
import { DataRequest } from './data-request.entity.js';

/** What a step writes beside the state; what is left out stays as an earlier step wrote it. */
export type Traces = Partial<Pick<DataRequest, 'identityCheckedAt' | 'answeredAt' | 'reason' | 'complaintRoute'>>;

/** Requests `r`; the condition follows. */
export const requests = `select ${columnsOf(DataRequest, 'r')} from data_request r`;
