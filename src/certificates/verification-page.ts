import { hash } from 'node:crypto';
import { spoken, textOf } from '../catalogues/catalogues.js';
import type { Verification } from './certificate.rules.js';

const style = `body{font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.5rem;color:#1c2b33;background:#fff}h1{font-size:1.9rem;margin:0 0 .5rem}p{margin:0}`;

/** The page brings its one style and loads nothing. */
export const verificationPagePolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The same answer as the JSON, for a person with a telephone in their hand. */
export function verificationPage(status: Verification | undefined): string {
  const heading = textOf(`pages.verification.${status ?? 'unknown'}.heading`);
  const sentence = textOf(`pages.verification.${status ?? 'unknown'}.sentence`);
  return (
    `<!doctype html><html lang="${spoken.tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">` +
    `<title>${heading}</title><style>${style}</style></head><body><main><h1>${heading}</h1><p>${sentence}</p></main></body></html>\n`
  );
}
