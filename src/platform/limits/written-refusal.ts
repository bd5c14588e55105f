import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { problemOf } from '../errors/problem.js';
import type { AppError } from '../errors/refusal.js';
import { requestIdFor } from '../logging/request-id.js';

const place = '{requestId}';

/**
 * A refusal as every other answer looks, written before so that it costs next to nothing: what turns a crowd away must
 * not need what the others are served with.
 */
export class WrittenRefusal {
  private readonly status: number;
  private readonly headers: OutgoingHttpHeaders;
  private readonly text: [before: string, after: string];

  /** `headersFor` are those that all answers have; they are asked for each time. */
  constructor(
    refusal: AppError,
    private readonly headersFor: (request: IncomingMessage) => OutgoingHttpHeaders,
  ) {
    const { status, headers, body } = problemOf(refusal, place);
    const [before = '', after = ''] = JSON.stringify(body).split(place);
    this.status = status;
    this.headers = headers;
    this.text = [before, after];
  }

  send(request: IncomingMessage, response: ServerResponse): void {
    const id = requestIdFor(request);
    const text = this.text.join(id);
    const length = Buffer.byteLength(text);
    response.writeHead(this.status, {
      'x-request-id': id,
      ...this.headersFor(request),
      ...this.headers,
      'content-length': length,
    });
    response.end(text);
  }
}
