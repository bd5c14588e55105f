import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { IncomingMessage } from 'node:http';

const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** One household or machine: an IPv4 address, or the /64 network of an IPv6 address, since a machine owns all of it. */
export function networkOf(address: string): string {
  const plain = ipaddr.isValid(address) ? address : withoutPort(address);
  if (!ipaddr.isValid(plain)) return 'unreadable';
  const parsed = ipaddr.process(plain);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':');
}

/** Whether the other end of a connection is this very machine. */
export const isLoopback = (peer: string | undefined): boolean =>
  peer !== undefined && ipaddr.isValid(peer) && ipaddr.process(peer).range() === 'loopback';

/** Whether a proxy says that it speaks for somebody else. */
export const isForwarded = (headers: FastifyRequest['headers']): boolean =>
  forwarding.some((name) => headers[name] !== undefined);

/** Where a request counts; nowhere when it comes from this machine itself: its tools, and frontends that run on it. */
export const countedNetwork = ({ raw, headers, ip }: FastifyRequest): string | undefined =>
  isLoopback(raw.socket.remoteAddress) && !isForwarded(headers) ? undefined : networkOf(ip ?? '');

/** The network of whoever asks, as the last proxy that is believed saw them, before Fastify has looked at a request. */
export function forwardedNetwork({ headers, socket }: IncomingMessage, hops: number): string {
  const said = hops > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  const chain = [socket.remoteAddress ?? '', ...said.filter((each) => each.trim() !== '').reverse()];
  return networkOf(chain[Math.min(hops, chain.length - 1)] ?? '');
}

/** Some proxies write the port too, which is another one each time. */
const withoutPort = (address: string): string => /^\[?([^\]]*)\]?:\d{1,5}$/.exec(address.trim())?.[1] ?? address.trim();
