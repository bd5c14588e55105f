import { sqlStateOf } from './database-faults.js';
import { isError } from './is-error.js';
import { platformRefusals } from './platform.refusals.js';
import { type AppError, refuse } from './refusal.js';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO']);
/** Postgres: its disk is full, or has a fault. */
const fullDatabase = new Set(['53100', '58030']);

/** Whether something could not be written for want of room, or because the disk takes nothing: ours or the database's. */
export function isStorageFault(error: unknown): boolean {
  if (fullDatabase.has(sqlStateOf(error) ?? '')) return true;
  return (
    isError(error) && 'syscall' in error && 'code' in error && typeof error.code === 'string' && full.has(error.code)
  );
}

/** 503 `unavailable`, since nothing was changed and it works again once somebody has made room. */
export const storageRefusal = (error: unknown): AppError | undefined =>
  isStorageFault(error) ? refuse(platformRefusals.unavailable, { retryAfter: 60 }) : undefined;
