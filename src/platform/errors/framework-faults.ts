import { HttpException } from '@nestjs/common';
import { isError } from './is-error.js';
import { platformRefusals, tooLarge, usualBodyLimit } from './platform.refusals.js';
import { type AppError, refuse } from './refusal.js';

/** The refusal for an error that Nest or Fastify made by themselves; undefined when it is a defect of ours. */
export function frameworkRefusal(error: unknown, mostBytes = usualBodyLimit): AppError | undefined {
  const source: unknown = error instanceof HttpException && isError(error.cause) ? error.cause : error;
  const code = codeOf(source);
  if (code !== undefined) {
    const known = byCode(code, mostBytes);
    if (known) return known;
  }
  if (error instanceof HttpException) return byStatus(error.getStatus(), mostBytes);
  const status = isError(source) && 'statusCode' in source ? source.statusCode : undefined;
  return typeof status === 'number' ? byStatus(status, mostBytes) : undefined;
}

function codeOf(error: unknown): string | undefined {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function byCode(code: string, mostBytes: number): AppError | undefined {
  switch (code) {
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_INVALID_URL':
      return refuse(platformRefusals.malformed_url);
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return refuse(platformRefusals.not_found);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(mostBytes);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE':
      return refuse(platformRefusals.unsupported_media_type);
    case 'FST_ERR_NOT_FOUND':
      return refuse(platformRefusals.not_found);
    case 'FST_ERR_HANDLER_TIMEOUT':
      return refuse(platformRefusals.busy);
    case 'HPE_HEADER_OVERFLOW':
      return refuse(platformRefusals.headers_too_large);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
    // Whoever was sending went away half-way.
    case 'ECONNRESET':
      return refuse(platformRefusals.request_timeout);
  }
  return undefined;
}

function byStatus(status: number, mostBytes: number): AppError | undefined {
  switch (status) {
    case 401:
      return refuse(platformRefusals.not_signed_in);
    case 403:
      return refuse(platformRefusals.forbidden);
    case 404:
      return refuse(platformRefusals.not_found);
    case 408:
      return refuse(platformRefusals.request_timeout);
    case 409:
      return refuse(platformRefusals.changed_meanwhile);
    case 413:
      return tooLarge(mostBytes);
    case 415:
      return refuse(platformRefusals.unsupported_media_type);
    case 422:
      return refuse(platformRefusals.rule_not_met);
    case 429:
      return refuse(platformRefusals.too_many_requests, { values: { seconds: 60 }, retryAfter: 60 });
    case 503:
      return refuse(platformRefusals.unavailable);
  }
  return status >= 400 && status < 500 ? refuse(platformRefusals.bad_request) : undefined;
}
