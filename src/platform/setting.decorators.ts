import { ValidateBy } from 'class-validator';

/** A check of a setting that is given, with the words for what it needs. */
const needs = (what: string, fits: (value: unknown) => boolean) =>
  ValidateBy({
    name: 'needs',
    validator: { validate: (value) => value === undefined || fits(value), defaultMessage: () => what },
  });

export const wholeNumber = (least: number, most: number) =>
  needs(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );

export const oneOf = (values: readonly string[]) =>
  needs(`one of ${values.join(', ')}`, (value) => values.includes(String(value)));

export const suchText = (what: string, fits: (text: string) => boolean) =>
  needs(what, (value) => typeof value === 'string' && fits(value));

export const someText = () =>
  suchText('a text without control characters', (text) => text.trim() !== '' && !/\p{Cc}/u.test(text));

export const anAddress = (...schemes: string[]) =>
  suchText(
    `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and names a host; in a user ` +
      'name or password, signs such as @ / : # ? % stand encoded, @ as %40',
    (text) => schemes.some((scheme) => text.startsWith(`${scheme}://`)) && isAddress(text),
  );

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, username, password, pathname } = new URL(text);
  return hostname !== '' && [username, password, pathname].every(isDecodable);
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** What was found, for a sentence; whatever may hold a secret is left out. */
export function shown(name: string, text: string): string {
  if (name.endsWith('TOKEN')) return `It has ${text.length} characters now.`;
  const isAddressOfOurs = /(URL|ENDPOINT)$/.test(name);
  const found = isAddressOfOurs ? maskedAddress(text) : text.slice(0, 60);
  if (found === undefined || (text.includes('://') && found.includes('@')))
    return 'What it is now may hold a password, so it is not shown.';
  return `It is ${JSON.stringify(found)} now.`;
}

/**
 * An address without user, password and parameters. Undefined where they cannot be told apart: a password with a / or #
 * that is not encoded makes the rest of it a path.
 */
export function maskedAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search, hash } = new URL(text);
  if (host === '' || (pathname + search + hash).includes('@')) return undefined;
  return `${protocol}//${host}${pathname}`;
}

/** The place that an address leads to, whoever signs in there. */
export function databaseOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, pathname } = new URL(address);
  return `${hostname}:${port || 5432}${pathname}`;
}
