import type { FastifyRequest } from 'fastify';

// A device token says that somebody signed in to an account from this device before. It opens nothing by itself.

/** How long a device is known. */
export const deviceTokenDays = 90;

const cookie = '__Host-device';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The token that a request shows, in its body or as a cookie. */
export function deviceTokenIn({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): string | undefined {
  if (typeof body === 'object' && body !== null && 'deviceToken' in body && typeof body.deviceToken === 'string')
    return body.deviceToken;
  return deviceCookieIn(headers);
}

/** What keeps the token in a browser, where no script can read it. */
export const deviceCookie = (token: string): string =>
  `${cookie}=${token}; ${attributes}; Max-Age=${deviceTokenDays * 24 * 60 * 60}`;

/** What removes it from there. */
export const noDeviceCookie = `${cookie}=; ${attributes}; Max-Age=0`;

export const deviceCookieIn = ({ cookie: sent }: FastifyRequest['headers']): string | undefined =>
  sent
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1);
