import { visit } from 'jsonc-parser';
import { fieldError, refuse } from '../errors/refusal.js';
import { platformRefusals } from '../errors/platform.refusals.js';

export const mostDepth = 32;
export const mostTokens = 5_000;

const loneSurrogate = /\p{Surrogate}/u;

/**
 * The one way by which a JSON body comes in. It looks at the raw text first, because a parsed value no longer
 * shows duplicate keys, and because deep nesting and odd text break what comes after. No bytes mean no body.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  inspect(text);
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(platformRefusals.malformed_json);
  }
}

/** Strict UTF-8 without NUL; a byte order mark is skipped. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(platformRefusals.invalid_text);
  }
}

/** Throws at the first thing that is not acceptable, so the parser never goes deeper than the limit. */
function inspect(text: string): void {
  const objects: Set<string>[] = [];
  let depth = 0;
  let tokens = 0;

  const count = () => {
    if (++tokens > mostTokens) throw refuse(platformRefusals.too_many_tokens, { values: { most: mostTokens } });
  };
  const enter = () => {
    count();
    if (++depth > mostDepth) throw refuse(platformRefusals.too_deep, { values: { most: mostDepth } });
  };

  visit(
    text,
    {
      onObjectBegin: () => {
        enter();
        objects.push(new Set());
      },
      onObjectEnd: () => {
        depth--;
        objects.pop();
      },
      onArrayBegin: enter,
      onArrayEnd: () => {
        depth--;
      },
      onObjectProperty: (name) => {
        count();
        refuseOddText(name);
        if (isReservedName(name)) throw refuse(platformRefusals.forbidden_field);
        const names = objects.at(-1);
        if (names?.has(name))
          throw refuse(platformRefusals.duplicate_field, {
            errors: [fieldError('duplicate_field', 'fields.duplicate_field', { name: name.slice(0, 60) })],
          });
        names?.add(name);
      },
      onLiteralValue: (value: unknown) => {
        count();
        if (typeof value === 'string') refuseOddText(value);
      },
      onError: () => {
        throw refuse(platformRefusals.malformed_json);
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
}

/** Postgres cannot store NUL, and silently changes or refuses half of a surrogate pair. */
export function refuseOddText(text: string): void {
  if (text.includes('\0') || loneSurrogate.test(text)) throw refuse(platformRefusals.invalid_text);
}

/**
 * Names that every object inherits: they confuse whitelists (`constructor`, `hasOwnProperty`) or change prototypes
 * (`__proto__`).
 */
export function isReservedName(name: string): boolean {
  return name === 'prototype' || name in Object.prototype;
}
