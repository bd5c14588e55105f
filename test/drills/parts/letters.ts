import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signUpDomain } from './cast.js';
import type { Postgres } from './postgres.js';

/**
 * The name of a letter: for a message its Message-ID, which stays the same over every attempt; for a code the address,
 * as each such letter has a new code in it and may have to be sent again (BR-214).
 */
export function nameOf(letter: string): string {
  const to = /^To: <?([^>\r\n]+)>?/im.exec(letter)?.[1] ?? '';
  if (to.endsWith(`@${signUpDomain}`)) return to;
  return /^Message-ID: <([^@>]+)/im.exec(letter)?.[1] ?? 'without a name';
}

/** How often each letter stands in the outbox. */
export async function outboxLetters(dataFolder: string): Promise<ReadonlyMap<string, number>> {
  const folder = join(dataFolder, 'outbox');
  const found = new Map<string, number>();
  for (const file of await readdir(folder).catch(() => [])) {
    const text = await readFile(join(folder, file), 'utf8');
    if (text === '') continue;
    const name = nameOf(text);
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

export interface Post {
  letters: number;
  /** Messages that came more than once. */
  twice: number;
  /** Codes for a sign-up that came more than once: allowed, each with a new code. */
  codesAgain: number;
  /** What the college holds for sent, and never came. */
  missing: number;
  /** Messages that came, and of which the college does not know it: no second one leaves. */
  unknown: number;
  /** Messages that have not come yet, with another attempt ahead or a person of the college told. */
  waiting: number;
  /** Messages that the college does not hold for sent, and nobody is or will be told. */
  untold: number;
}

/** Holds what came against what the college says that it sent. */
export async function auditPost(
  postgres: Postgres,
  came: ReadonlyMap<string, number>,
  signUps: readonly string[],
): Promise<Post> {
  const messages = await postgres.ask<{ id: string; state: string; told: boolean }>(`
    select m.id, m.state,
      exists (
        select from staff_task t
        where t.subject_id = m.subject_id and t.person_id = m.person_id and t.about = m.kind
      )
        or exists (select from graphile_worker.jobs j where j.key = 'message:' || m.id)
        or m.not_after < now() as told
    from message m
    where m.channel = 'email' and m.state in ('sent', 'queued', 'failed')`);
  const isCode = (name: string) => name.endsWith(`@${signUpDomain}`);
  const more = (codes: boolean) => [...came].filter(([name, times]) => times > 1 && isCode(name) === codes).length;
  const unsent = messages.filter(({ state }) => state !== 'sent');
  return {
    letters: [...came.values()].reduce((sum, times) => sum + times, 0),
    twice: more(false),
    codesAgain: more(true),
    missing:
      messages.filter(({ id, state }) => state === 'sent' && !came.has(id)).length +
      signUps.filter((address) => !came.has(address)).length,
    unknown: unsent.filter(({ id }) => came.has(id)).length,
    waiting: unsent.filter(({ id }) => !came.has(id)).length,
    untold: unsent.filter(({ told }) => !told).length,
  };
}
