import { hash } from 'node:crypto';
import { newReadable } from './readable.js';

/** A secret that people read out, write down and type, in groups of four. */
export const newSpokenCode = (length: number): string => newReadable(length).replace(/(.{4})(?=.)/g, '$1-');

const recoveryCodes = 10;
/** 79 bits each: nobody guesses one, so a plain hash keeps them. */
const recoveryCodeLength = 16;

/** Codes to keep on paper for the day on which another way in is lost. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: recoveryCodes }, () => newSpokenCode(recoveryCodeLength));

/** What is kept of a spoken code; spaces, dashes and small letters do not matter. */
export const hashOfSpokenCode = (typed: string): Buffer =>
  hash('sha256', typed.toUpperCase().replace(/[^A-Z0-9]/g, ''), 'buffer');

/**
 * SHA-256 of a random secret or a short-lived code, as it is kept in the database: enough random bits need no slow
 * hash.
 */
export const hashOfSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** An id of a code that is known by its hash alone: the beginning of the hash, written as one. */
export const idOfHash = (hashed: Buffer): string =>
  hashed.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The same in SQL. */
export const idOfHashSql = (column: string): string => `encode(substring(${column} from 1 for 16), 'hex')::uuid`;
