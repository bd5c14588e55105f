import { timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../limits/address.js';
import { hashOfSecret } from '../secrets.js';

export interface MetricsCaller {
  authorization: string | undefined;
  /** The other end of the connection. */
  peer: string | undefined;
  /** Whether a proxy says that it speaks for somebody else. */
  isForwarded: boolean;
}

/** With a token, whoever shows it; without one, only this very machine, and nobody for whom a proxy asks. */
export function mayReadMetrics(
  token: string | undefined,
  { authorization, peer, isForwarded }: MetricsCaller,
): boolean {
  if (token !== undefined) return isSame(authorization ?? '', `Bearer ${token}`);
  return !isForwarded && isLoopback(peer);
}

/** Hashes are compared, because they are of one length and the comparison takes the same time wherever they differ. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(hashOfSecret(one), hashOfSecret(other));
