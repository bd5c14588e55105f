import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

/** One HTTP request. */
export interface Request {
  url: string;
  method?: string;
  token?: string | undefined;
  body?: object | undefined;
  headers?: Record<string, string>;
}

/** What came back, whatever its status. */
export interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it was sent: nothing is unpacked. */
  text: string;
}

/** Nothing came for so long that a person would have gone. */
export class NoAnswer extends Error {}

/**
 * Sends one request; rejects where the line breaks or was never there, and with {@link NoAnswer} after `patienceMs`.
 * For whoever measures: no client of a test does less.
 */
export function send(
  { url, method = 'GET', token, body, headers }: Request,
  agent: Agent,
  patienceMs?: number,
): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(token && { authorization: `Bearer ${token}` }),
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (response) => {
        let answer = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (answer += part))
          .on('end', () => {
            clearTimeout(timer);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer });
          })
          .on('error', failed);
      },
    );
    const timer =
      patienceMs === undefined
        ? undefined
        : setTimeout(() => sent.destroy(new NoAnswer(`${method} ${url}`)), patienceMs);
    function failed(error: Error): void {
      clearTimeout(timer);
      reject(error);
    }
    sent.on('error', failed).end(text);
  });
}
