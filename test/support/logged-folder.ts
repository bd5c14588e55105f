import type { FastifyInstance } from 'fastify';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

/**
 * Where a run of the tests writes down what the colleges in it logged, and what people entered or showed there: no line of
 * the first may hold any of the second (`test/logged.after-spec.ts`).
 */
export const loggedFolder = join(repository, 'dist/logged');

const noted = new Set<string>();

function note(kind: 'lines' | 'secrets', text: string): void {
  const line = JSON.stringify(text);
  if (noted.has(`${kind} ${line}`)) return;
  if (noted.size === 0) mkdirSync(loggedFolder, { recursive: true });
  noted.add(`${kind} ${line}`);
  appendFileSync(join(loggedFolder, `${process.pid}.${kind}`), `${line}\n`);
}

/** One line of a log, without what is new in each. The words of an error are there in tests only, but for these kinds. */
export function noteLine(line: string): void {
  const { words, ...said } = JSON.parse(line) as Record<string, unknown>;
  for (const name of ['time', 'ms', 'incident']) delete said[name];
  if (typeof said['requestId'] === 'string' && /^[0-9a-f-]{36}$/.test(said['requestId'])) delete said['requestId'];
  const staysInProduction = ['TypeError', 'ReferenceError', 'RangeError'].includes(String(said['fault']));
  note('lines', JSON.stringify({ ...said, ...(staysInProduction && { words }) }));
}

const secretName = /password|token|secret|code|email|phone/i;

/** What a body or a query holds that no log may: texts that people wrote, addresses, passwords, codes and tokens. */
function noteSecretsIn(value: unknown, name = ''): void {
  if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) noteSecretsIn(each, Array.isArray(value) ? name : key);
  else if (typeof value === 'string' && value.length >= 8 && (secretName.test(name) || /[\s@]/.test(value)))
    note('secrets', value);
}

export function noteSecrets(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', ({ headers, body, query }, _reply, done) => {
    if (headers.authorization) note('secrets', headers.authorization.replace(/^Bearer /, ''));
    for (const cookie of headers.cookie?.split('; ') ?? []) note('secrets', cookie.slice(cookie.indexOf('=') + 1));
    if (!Buffer.isBuffer(body) && !(typeof body === 'object' && body !== null && 'pipe' in body)) noteSecretsIn(body);
    noteSecretsIn(query);
    done();
  });
}
