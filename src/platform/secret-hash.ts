import { hash } from 'node:crypto';

/**
 * SHA-256 of a random secret or a short-lived code, as it is kept in the database: enough random bits need no slow
 * hash.
 */
export const hashOfSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');
