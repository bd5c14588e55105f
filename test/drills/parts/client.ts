import { Agent } from 'node:http';
import { NoAnswer, type Request, send } from '../../support/send.js';

/** What came of one request: an answer, a line that broke or was never there, or nothing for too long. */
export type Outcome =
  { is: 'answer'; status: number; body: Record<string, unknown> } | { is: 'broken' } | { is: 'hung' };

export interface Question extends Pick<Request, 'method' | 'token' | 'body'> {
  path: string;
  key?: string;
}

/** So long a person waits; longer is as good as no answer. */
export const patienceMs = 15_000;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request to one server; never throws. */
export async function ask(server: string, { path, key, ...asked }: Question): Promise<Outcome> {
  try {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const { status, text } = await send({ ...asked, url: `${server}/api/v1${path}`, headers }, agent, patienceMs);
    return { is: 'answer', status, body: parsed(text) };
  } catch (error) {
    return { is: error instanceof NoAnswer ? 'hung' : 'broken' };
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
