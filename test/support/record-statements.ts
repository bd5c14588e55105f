import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { repository } from './repository.js';
import { sentFolder } from './sent-folder.js';

// Writes down each text that the source sends to Postgres during a run, once for each test file, with the module that
// sent it: `test/sent-statements.after-spec.ts` reads them after the run.

const source = join(repository, 'dist/src/');
const tests = join(repository, 'dist/test/');
const known = new Set<string>();
const send = Client.prototype.query as (this: Client, ...args: unknown[]) => unknown;

Client.prototype.query = function (this: Client, ...args: unknown[]) {
  const [query] = args;
  const text = typeof query === 'string' ? query : (query as { text?: string }).text;
  if (text !== undefined && !known.has(text)) {
    known.add(text);
    const sender = senderOf();
    if (sender !== undefined)
      appendFileSync(join(sentFolder, `${process.pid}.jsonl`), JSON.stringify([sender, text]) + '\n');
  }
  return send.apply(this, args);
} as typeof Client.prototype.query;

mkdirSync(sentFolder, { recursive: true });

/** The file of the source that asked, beyond the way to the database; undefined where a test itself did. */
function senderOf(): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '');
  const files = (new Error().stack as unknown as string[]).map((file) => file.replace('file://', ''));
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  const ours = files.find((file) =>
    file.startsWith(tests)
      ? !file.endsWith('record-statements.js')
      : file.startsWith(source) && !file.startsWith(`${source}platform/database/`),
  );
  if (ours?.startsWith(tests)) return undefined;
  return ours?.slice(source.length) ?? (files.some((file) => file.startsWith(source)) ? 'unknown' : undefined);
}
