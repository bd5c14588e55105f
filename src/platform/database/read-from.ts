import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';

/** Whose connections the single statements of this piece of work use; elsewhere those of the primary. */
export const readFrom = new AsyncLocalStorage<Pool>();
