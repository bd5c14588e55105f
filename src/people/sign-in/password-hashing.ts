import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { refuse } from '../../platform/errors/refusal.js';
import { Turns } from '../../platform/turns.js';
import { peopleRefusals } from '../people.refusals.js';

const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** The form says with which parameters a hash was made. */
const presentForm = `$argon2id$v=19$m=${argon2id.memoryCost},t=${argon2id.timeCost},p=${argon2id.parallelism}$`;
// One core is left for everybody who is signed in already.
const runningAtMost = Math.max(1, availableParallelism() - 1);

/**
 * Argon2id (19 MiB, two passes) behind a bounded queue: a flood of sign-ins gets 503 instead of slowing everybody down.
 * Passwords are compared in NFC, so that the same keys typed on another keyboard fit.
 */
@Injectable()
export class PasswordHashing {
  private readonly turns = new Turns({
    atOnce: runningAtMost,
    waiting: 50,
    patience: 5_000,
    refusal: () => refuse(peopleRefusals.sign_in_queue_full, { retryAfter: 2 }),
  });
  private decoy?: Promise<string>;

  hash(password: string): Promise<string> {
    return this.turns.run(() => hash(password.normalize('NFC'), argon2id));
  }

  /** Without a stored hash the same work is done on a decoy, so that an unknown person costs the same time. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= hash('nobody knows this', argon2id);
    const against = stored ?? (await this.decoy);
    const fits = await this.turns.run(() => verify(against, password.normalize('NFC')));
    return fits && stored !== undefined;
  }

  /** Whether a stored hash was made with other parameters than those of today. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(presentForm);
  }
}
