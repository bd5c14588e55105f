import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { spoken, textOf } from '../../catalogues/catalogues.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { problemAddress } from '../errors/problem.js';
import { declaredRefusals, type ProblemCode, refuse, statusOf, titleOf, wordsOf } from '../errors/refusal.js';
import { varyBy } from '../http/etag.js';
import { escaped, htmlPage, htmlPagePolicy } from '../text/html-page.js';
import { codesOf, operationsIn } from './operation-problems.js';

/** One kind of problem, for whoever follows the `type` of an answer. */
interface ProblemKind {
  type: string;
  code: ProblemCode;
  status: number;
  title: string;
  /** What it means and what to do next; a gap stands for what is filled in each time. */
  detail: string;
  /** The operations that answer it; none where it is one of the reasons of another, or any address may answer it. */
  operations: { operationId: string; method: string; path: string; summary: string }[];
}

/** Where the `type` of a problem leads: what it means, what to do, and which operations answer it. */
export function serveProblemPages(fastify: FastifyInstance, document: () => OpenAPIObject): void {
  let kinds: Map<string, ProblemKind> | undefined;
  const known = () => (kinds ??= kindsIn(document()));

  fastify.get('/problems', (request, reply) => {
    const all = [...known().values()];
    varyBy(reply, 'Accept');
    if (request.type(['application/json', 'text/html']) !== 'text/html')
      return reply.send({
        items: all.map(({ type, code, status, title }) => ({ type, code, status, title })),
        next: null,
      });
    return reply.headers(pageHeaders).send(htmlPage(textOf('pages.problems.heading'), listOf(all)));
  });

  fastify.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const kind = known().get(request.params.code);
    if (!kind) throw refuse(platformRefusals.not_found);
    varyBy(reply, 'Accept');
    if (request.type(['application/json', 'text/html']) !== 'text/html') return reply.send(kind);
    return reply.headers(pageHeaders).send(htmlPage(kind.title, pageOf(kind)));
  });
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-language': spoken.tag,
  'content-security-policy': htmlPagePolicy,
  'cache-control': 'public, max-age=3600',
};

function kindsIn(document: OpenAPIObject): Map<string, ProblemKind> {
  const kinds = new Map<string, ProblemKind>();
  for (const code of [...declaredRefusals().keys()].toSorted()) {
    const kind = { code, type: problemAddress(code), status: statusOf(code), title: titleOf(code) };
    kinds.set(code, { ...kind, detail: wordsOf(code), operations: [] });
  }
  for (const { method, path, operation } of operationsIn(document)) {
    const { operationId = '', summary = '' } = operation;
    for (const code of codesOf(document, operation))
      kinds.get(code)?.operations.push({ operationId, method: method.toUpperCase(), path, summary });
  }
  return kinds;
}

const listOf = (kinds: ProblemKind[]): string =>
  `<ul>${kinds.map(({ code, title }) => `<li>${escaped(title)} (<a href="${problemAddress(code)}"><code>${code}</code></a>)</li>`).join('')}</ul>`;

function pageOf({ code, status, detail, operations }: ProblemKind): string {
  const answered = operations.map(
    ({ method, path, summary }) => `<li>${escaped(summary)}<br><code>${method} ${escaped(path)}</code></li>`,
  );
  return (
    `<p>${escaped(detail)}</p><p><code>${status} ${code}</code></p>` +
    (answered.length > 0
      ? `<h2>${textOf('pages.problems.operations')}</h2><ul>${answered.join('')}</ul>`
      : `<p>${textOf('pages.problems.elsewhere')}</p>`)
  );
}
