import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { ServedText } from './served-text.js';
import { spoken, textOf } from '../../catalogues/catalogues.js';

const resolve = createRequire(import.meta.url).resolve;

/** The page needs its own scripts and inline styles; nothing comes from elsewhere. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="${spoken.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${textOf('pages.docs.title')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n";

/** Swagger's page at /docs, from the files that its package brings. */
export function serveDocsPage(fastify: FastifyInstance): void {
  const serve = (path: string, type: string, read: () => string | Promise<string>) => {
    let text: Promise<ServedText> | undefined;
    fastify.get(path, async (request, reply) => {
      text ??= Promise.resolve(read()).then((whole) => new ServedText(whole));
      const body = await (await text).bodyFor(request, reply);
      return reply
        .headers({ 'content-type': type, 'content-security-policy': policy, 'cache-control': 'public, max-age=3600' })
        .send(body);
    });
  };
  serve('/docs', 'text/html; charset=utf-8', () => page);
  serve('/docs/start.js', 'text/javascript; charset=utf-8', () => start);
  const ofPackage = (file: string) => () => readFile(resolve(`swagger-ui-dist/${file}`), 'utf8');
  serve('/docs/swagger-ui.css', 'text/css; charset=utf-8', ofPackage('swagger-ui.css'));
  serve('/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', ofPackage('swagger-ui-bundle.js'));
}
