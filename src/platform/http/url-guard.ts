import { fieldError, refuse } from '../errors/refusal.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { fieldWords } from './field-words.js';
import { isReservedName } from './json-guard.js';

const visibleAscii = /^[\x21-\x7e]*$/;

/** Refuses an address whose path or query is not well-formed UTF-8 in percent-encoding, and repeated parameters. */
export function checkUrl(url: string, query: unknown): void {
  if (!visibleAscii.test(url)) throw refuse(platformRefusals.malformed_url);
  if (url.includes('%') && decoded(url).includes('\0')) throw refuse(platformRefusals.invalid_text);
  if (!url.includes('?') || typeof query !== 'object' || query === null) return;
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string')
      throw refuse(platformRefusals.repeated_parameter, {
        errors: [fieldError('repeated_parameter', 'fields.repeated_parameter', {}, shown(name))],
      });
    if (isReservedName(name)) throw unknownParameter(name);
  }
}

/** Stray parameters are told rather than ignored, because an ignored filter shows more than was asked for. */
export function unknownParameter(...names: string[]) {
  const { code, key } = fieldWords.unknownParameter;
  return refuse(platformRefusals.unknown_parameter, {
    errors: names.map((name) => fieldError(code, key, {}, shown(name))),
  });
}

function shown(name: string): string {
  return name.slice(0, 60);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    throw refuse(platformRefusals.malformed_url);
  }
}
