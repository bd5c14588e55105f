import { hash } from 'node:crypto';
import type { Verification } from './certificate.rules.js';

const style = `body{font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.5rem;color:#1c2b33;background:#fff}h1{font-size:1.9rem;margin:0 0 .5rem}p{margin:0}`;

/** The page brings its one style and loads nothing. */
export const verificationPagePolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const words: Record<Verification | 'unknown', { heading: string; sentence: string }> = {
  valid: { heading: 'This certificate is valid', sentence: 'It was issued by this college and stands as printed.' },
  expired: {
    heading: 'This certificate has expired',
    sentence: 'It was issued by this college, and the time that it was for is over.',
  },
  suspended: {
    heading: 'This certificate is suspended',
    sentence: 'It was issued by this college and does not count at present.',
  },
  inactive: {
    heading: 'This certificate is inactive',
    sentence: 'It was issued by this college, and its holder does not use it at present.',
  },
  revoked: {
    heading: 'This certificate was revoked',
    sentence: 'It was issued by this college and does not stand any more.',
  },
  superseded: {
    heading: 'A newer certificate stands in its place',
    sentence: 'It was issued by this college and has since been replaced. Please ask its holder for the newer one.',
  },
  withdrawn: {
    heading: 'This certificate was withdrawn',
    sentence: 'It was issued by this college and does not stand any more.',
  },
  unknown: {
    heading: 'We do not know this certificate',
    sentence: 'Please check that the whole address was copied, or scan the code again.',
  },
};

/** The same answer as the JSON, for a person with a telephone in their hand. */
export function verificationPage(status: Verification | undefined): string {
  const { heading, sentence } = words[status ?? 'unknown'];
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">` +
    `<title>${heading}</title><style>${style}</style></head><body><main><h1>${heading}</h1><p>${sentence}</p></main></body></html>\n`
  );
}
