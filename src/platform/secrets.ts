import { hash } from 'node:crypto';
import { newReadable } from './readable.js';

/** A secret that people read out, write down and type, in groups of four. */
export const newSpokenCode = (length: number): string => newReadable(length).replace(/(.{4})(?=.)/g, '$1-');

/** What is kept of it; spaces, dashes and small letters do not matter. */
export const hashOfSpokenCode = (typed: string): Buffer =>
  hash('sha256', typed.toUpperCase().replace(/[^A-Z0-9]/g, ''), 'buffer');

/**
 * SHA-256 of a random secret or a short-lived code, as it is kept in the database: enough random bits need no slow
 * hash.
 */
export const hashOfSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');
