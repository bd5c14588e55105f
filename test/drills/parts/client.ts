import { Agent, request } from 'node:http';

/** What came of one request: an answer, a line that broke or was never there, or nothing for too long. */
export type Outcome =
  { is: 'answer'; status: number; body: Record<string, unknown> } | { is: 'broken' } | { is: 'hung' };

export interface Question {
  method?: string;
  path: string;
  token?: string;
  key?: string;
  body?: object;
}

/** So long a person waits; longer is as good as no answer. */
export const patienceMs = 15_000;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request to one server; never throws. */
export function ask(server: string, { method = 'GET', path, token, key, body }: Question): Promise<Outcome> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve) => {
    const sent = request(
      `${server}/api/v1${path}`,
      {
        method,
        agent,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(key && { 'idempotency-key': key }),
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (response) => {
        let answer = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (answer += part))
          .on('end', () => settle({ is: 'answer', status: response.statusCode ?? 0, body: parsed(answer) }))
          .on('error', () => settle({ is: 'broken' }));
      },
    );
    const timer = setTimeout(() => {
      settle({ is: 'hung' });
      sent.destroy();
    }, patienceMs);
    const settle = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    sent.on('error', () => settle({ is: 'broken' })).end(text);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
