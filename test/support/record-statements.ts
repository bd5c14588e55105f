import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { repository } from './repository.js';
import { sentFolder } from './sent-folder.js';

// Writes down each text that the source sends to Postgres during a run, once for each test file, with the file that
// sent it: `test/sent-statements.after-spec.ts` reads them after the run.

const source = join(repository, 'dist/src/');
const tests = join(repository, 'dist/test/');
/** What stands between whoever asks and the driver. */
const onTheWay = /^platform\/(database\/|tracing\/|events\/events\.js$|turns\.js$|listing\/)/;
const known = new Set<string>();
const client = Client.prototype as { query: (this: Client, ...args: unknown[]) => unknown };
const { query: send } = client;

client.query = function (...args) {
  const [query] = args;
  const text = typeof query === 'string' ? query : (query as { text?: string }).text;
  if (text !== undefined && !known.has(text)) {
    const sender = senderOf();
    if (!sender || isWritten(JSON.stringify([sender, text]) + '\n')) known.add(text);
  }
  return send.apply(this, args);
};

/** A test of a full disk has no room for it; it is written when the statement is sent again. */
function isWritten(line: string): boolean {
  try {
    appendFileSync(join(sentFolder, `${process.pid}.jsonl`), line);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EFBIG') return false;
    throw error;
  }
}

mkdirSync(sentFolder, { recursive: true });

/** The file of the source that asked, beyond the way to the database; undefined where a test itself did. */
function senderOf(): string | undefined {
  const { stackTraceLimit } = Error;
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '');
  const files = (new Error().stack as unknown as string[]).map((file) => file.replace('file://', ''));
  Error.stackTraceLimit = stackTraceLimit;
  if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare);
  else Reflect.deleteProperty(Error, 'prepareStackTrace');
  const asker = files.find((file) =>
    file.startsWith(tests)
      ? !file.endsWith('record-statements.js')
      : file.startsWith(source) && !onTheWay.test(file.slice(source.length)),
  );
  return asker?.startsWith(source) ? asker.slice(source.length) : undefined;
}
