import { hash } from 'node:crypto';
import { spoken } from '../../catalogues/catalogues.js';

const style =
  'body{font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.5rem;color:#1c2b33;background:#fff}' +
  'h1{font-size:1.9rem;margin:0 0 .5rem}p{margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}li{margin:.3rem 0}' +
  'code{font-size:1rem;overflow-wrap:anywhere}';

/** The page brings its one style and loads nothing. */
export const htmlPagePolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A page for people, for whom a program would get JSON. `body` is HTML; texts in it are `escaped`. */
export const htmlPage = (heading: string, body: string): string =>
  `<!doctype html><html lang="${spoken.tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="robots" content="noindex"><title>${escaped(heading)}</title><style>${style}</style></head>` +
  `<body><main><h1>${escaped(heading)}</h1>${body}</main></body></html>\n`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it stands in HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
