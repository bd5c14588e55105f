import { setTimeout as sleep } from 'node:timers/promises';
import { PasswordHashing } from '../../src/people/sign-in/password-hashing.js';
import type { Site, TestPerson } from '../support/builders.js';
import { call } from './load.js';

export const password = 'seven quiet herons by the river';

/** Everybody gets the same password; answers its hash. */
export async function givePasswords({ sql }: Pick<Site, 'sql'>, people: readonly TestPerson[]): Promise<string> {
  const passwordHash = await new PasswordHashing().hash(password);
  await sql.query(
    'insert into credential (person_id, password_hash, changed_at) select id, $2, now() from unnest($1::uuid[]) as id',
    [people.map(({ id }) => id), passwordHash],
  );
  return passwordHash;
}

/** Each from an address of their own, as people do who are not all in one house. */
export const signInAt = (api: string, person: TestPerson, nth: number, connections = 64): Promise<string> =>
  call(
    {
      url: `${api}/auth/sign-in`,
      method: 'POST',
      body: { email: `${person.id}@example.org`, password },
      headers: { 'x-forwarded-for': addressOf(nth) },
    },
    connections,
  );

interface Kept {
  accessToken: string;
  refreshToken: string;
  since: number;
}

/** A token is good for ten minutes; the work between two renewals has to fit into what is left of it. */
const renewedAfter = 3 * 60_000;
const atOnce = 8;

/** What people keep who signed in at a server, also when it starts anew. */
export class Tokens {
  private readonly kept = new Map<string, Kept>();

  of({ id }: TestPerson): string {
    const known = this.kept.get(id);
    if (!known) throw new Error('Somebody is not signed in');
    return known.accessToken;
  }

  async signIn(api: string, people: readonly TestPerson[]): Promise<void> {
    await inLanes(people, async (person, nth) => {
      const signIn = () => signInAt(api, person, nth, atOnce);
      // A machine that is busy with others may keep somebody waiting for too long; once more, then.
      this.keep(person.id, await signIn().catch(() => sleep(3_000).then(signIn)));
    });
  }

  /** Swaps each token that is not new any more. */
  async renew(api: string): Promise<void> {
    const old = [...this.kept].filter(([, { since }]) => performance.now() - since > renewedAfter);
    await inLanes(old, async ([id, { refreshToken }], nth) =>
      this.keep(
        id,
        await call(
          {
            url: `${api}/auth/refresh`,
            method: 'POST',
            body: { refreshToken },
            headers: { 'x-forwarded-for': addressOf(nth) },
          },
          atOnce,
        ),
      ),
    );
  }

  private keep(id: string, answer: string): void {
    this.kept.set(id, { ...(JSON.parse(answer) as Omit<Kept, 'since'>), since: performance.now() });
  }
}

/** An address for each. */
export const addressOf = (nth: number): string => `198.51.${(nth >> 8) & 255}.${nth & 255}`;

async function inLanes<T>(all: readonly T[], each: (one: T, nth: number) => Promise<void>): Promise<void> {
  const left = all.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [nth, one] of left) await each(one, nth);
    }),
  );
}
