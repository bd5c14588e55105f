import { type AppError, declareRefusals, refuse } from './refusal.js';

/** The refusals that any route can give. A module declares its own beside its rules. */
export const platformRefusals = declareRefusals({
  bad_request: 400,
  malformed_json: 400,
  too_deep: 400,
  too_many_tokens: 400,
  duplicate_field: 400,
  forbidden_field: 400,
  invalid_text: 400,
  malformed_url: 400,
  invalid_id: 400,
  invalid_cursor: 400,
  validation_failed: 400,
  invalid_value: 400,
  invalid_parameter: 400,
  unknown_parameter: 400,
  repeated_parameter: 400,
  idempotency_key_invalid: 400,
  not_signed_in: 401,
  sign_in_again: 401,
  second_factor_required: 403,
  closed_after_card: 403,
  forbidden: 403,
  // The same words for what is hidden and for what does not exist (BR-164).
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  already_exists: 409,
  overlaps: 409,
  still_in_use: 409,
  damaged_entry: 409,
  state_conflict: 409,
  changed_meanwhile: 409,
  idempotency_in_progress: 409,
  stale: 412,
  body_too_large: 413,
  picture_too_large: 413,
  picture_moves: 415,
  unsupported_media_type: 415,
  rule_not_met: 422,
  batch_too_large: 422,
  // The same words wherever somebody would decide about themselves (BR-208).
  own_record: 422,
  consent_withdrawn: 422,
  idempotency_key_reused: 422,
  precondition_required: 428,
  too_many_requests: 429,
  headers_too_large: 431,
  unexpected: 500,
  busy: 503,
  unavailable: 503,
  read_not_recorded: 503,
  not_ready: 503,
  keys_out_of_reach: 503,
});

/** The refusal for a version that is no longer the current one; it carries the current ETag, which If-Match accepts. */
export function stale(currentVersion: number): AppError {
  return refuse(platformRefusals.stale, { headers: { etag: `"${currentVersion}"` } });
}

/** What a body may have where a route says nothing else. */
export const usualBodyLimit = 128 * 1024;

/** More was sent than so many bytes. */
export function tooLarge(mostBytes: number): AppError {
  const megabytes = mostBytes / 1024 ** 2;
  const most = megabytes >= 1 ? `${megabytes} MB` : `${mostBytes / 1024} kB`;
  return refuse(platformRefusals.body_too_large, { values: { most }, extensions: { mostBytes } });
}

/** A limit, as `RateLimit-Policy` names it: so many times within so many seconds. */
export interface NamedLimit {
  name: string;
  times: number;
  seconds: number;
}

/** What is left of a limit, and for how many seconds more, in the header fields of RFC drafts on rate limits. */
export const limitHeaders = ({ name, times, seconds }: NamedLimit, left: number, endsIn: number) => ({
  'ratelimit-policy': `"${name}";q=${times};w=${seconds}`,
  ratelimit: `"${name}";r=${Math.max(0, left)};t=${endsIn}`,
});

/** A limit was reached; `seconds` until the next try makes sense. */
export const tooManyRequests = (limit: NamedLimit, seconds: number): AppError =>
  refuse(platformRefusals.too_many_requests, {
    values: { seconds },
    retryAfter: seconds,
    headers: limitHeaders(limit, 0, seconds),
  });
