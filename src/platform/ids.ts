import { v7 } from 'uuid';

/** A new id (UUIDv7: random, and rising with time so that indexes stay compact). */
export const newId = (): string => v7();
