import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { type NamedLimit, tooManyRequests } from '../errors/platform.refusals.js';

/** What one person may ask at the same time. */
export const atOnce: NamedLimit & { waiting: number; patience: number } = {
  name: 'at-once',
  times: 16,
  seconds: 1,
  /** Requests that wait for a place. */
  waiting: 32,
  /** Milliseconds that one waits. */
  patience: 1_000,
};

/** For what is never answered. */
const longestWorkMs = 30_000;

interface Share {
  running: number;
  /** Whoever waits is let go on, in the order of coming. */
  line: Set<() => void>;
}

const byPerson = new Map<string, Share>();
const leaving = new WeakMap<ServerResponse, () => void>();

/**
 * One person's share; called once the person is known. Nothing when there is a place; a promise of one where the
 * person's other requests have to be answered before, which fails with `too_many_requests` after a second, and at once
 * where too many wait already.
 */
export function boundPerson(personId: string, { raw }: Pick<FastifyReply, 'raw'>): Promise<void> | undefined {
  const share = byPerson.get(personId) ?? { running: 0, line: new Set() };
  byPerson.set(personId, share);
  if (share.running < atOnce.times) {
    share.running++;
    hold(personId, share, raw);
    return undefined;
  }
  if (share.line.size >= atOnce.waiting) throw tooManyRequests(atOnce, 1);
  return waitFor(share, raw).then(() => hold(personId, share, raw));
}

/** Resolves when somebody leaves their place to this request: it stays counted. */
function waitFor({ line }: Share, raw: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(patience);
      line.delete(go);
    };
    const go = () => {
      stop();
      resolve();
    };
    const giveUp = () => {
      if (!line.has(go)) return;
      stop();
      reject(tooManyRequests(atOnce, 1));
    };
    const patience = setTimeout(giveUp, atOnce.patience);
    line.add(go);
    raw.on('close', giveUp);
  });
}

function hold(personId: string, share: Share, raw: ServerResponse): void {
  leaving.set(raw, () => {
    leaving.delete(raw);
    const [next] = share.line;
    if (next) return next();
    share.running--;
    if (share.running === 0) byPerson.delete(personId);
  });
  // Whoever hangs up before the answer counts until it is made.
  raw.on('close', () => {
    if (raw.headersSent) answeredPerson(raw);
    else setTimeout(() => answeredPerson(raw), longestWorkMs).unref();
  });
}

/** The answer is made; a queued one would not even say that it closed. */
export const answeredPerson = (response: ServerResponse): void => leaving.get(response)?.();
