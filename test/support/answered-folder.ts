import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

/**
 * Where a run of the tests writes down which operation answered which problem: whatever is answered has to be in the
 * document, and the other way round (`test/answered.after-spec.ts`).
 */
export const answeredFolder = join(repository, 'dist/answered');

export const oddRequests = 'odd requests';
const noted = new Set<string>();
let isOdd = false;

/** What odd requests are answered is another each time, and so told of no operation. */
export function noteOddRequests(): void {
  isOdd = true;
}

/** One refusal of one operation, e.g. `POST /api/v1/runs/{id}/enrolments 409 run_full`. */
export function noteProblem(operation: string, status: number, code: string): void {
  const line = `${isOdd ? oddRequests : operation} ${status} ${code}`;
  if (noted.has(line)) return;
  try {
    if (noted.size === 0) mkdirSync(answeredFolder, { recursive: true });
    appendFileSync(join(answeredFolder, `${process.pid}.txt`), `${line}\n`);
    noted.add(line);
  } catch {
    // A test may have left no room on the disk.
  }
}
