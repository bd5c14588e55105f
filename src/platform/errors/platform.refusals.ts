import { AppError, declareRefusals } from './refusal.js';

/** The refusals that any route can give. A module declares its own beside its rules. */
export const refuse = declareRefusals({
  bad_request: {
    status: 400,
    title: 'We could not read this request',
    detail:
      'Something about this request is not as we expected. Please check it against the documentation and try again.',
  },
  malformed_json: {
    status: 400,
    title: 'This is not valid JSON',
    detail: 'We could not read the JSON that was sent. Please check quotes, commas and brackets, and send it again.',
  },
  too_deep: {
    status: 400,
    title: 'This JSON is nested too deeply',
    detail: 'Please nest objects and lists at most {most} levels deep.',
  },
  too_many_tokens: {
    status: 400,
    title: 'This JSON has too many parts',
    detail: 'Please send at most {most} values and names at a time, for instance in several requests.',
  },
  duplicate_field: {
    status: 400,
    title: 'A field was sent twice',
    detail: 'One field appears more than once, so we cannot tell which value is meant. Please send it once.',
  },
  forbidden_field: {
    status: 400,
    title: 'A field name cannot be used',
    detail: 'One field has a name that is kept for technical use. Please leave it out.',
  },
  invalid_text: {
    status: 400,
    title: 'Some text could not be read',
    detail:
      'The text must be valid UTF-8 without NUL characters or half characters. Please send it again in that form.',
  },
  malformed_url: {
    status: 400,
    title: 'This address could not be read',
    detail: 'Part of the address is not correctly percent-encoded. Please encode it as UTF-8 and try again.',
  },
  invalid_id: {
    status: 400,
    title: 'This is not an id',
    detail: 'An id looks like 0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f. Please copy it as it was given.',
  },
  invalid_cursor: {
    status: 400,
    title: 'This page can no longer be found',
    detail: 'The cursor belongs to another list, filter or order. Please start again from the first page.',
  },
  validation_failed: {
    status: 400,
    title: 'Some fields need another look',
    detail: 'Please check the fields listed and send the request again.',
  },
  invalid_value: {
    status: 400,
    title: 'A value could not be used',
    detail: 'One of the values has a form that we cannot store. Please check dates, numbers and text, and try again.',
  },
  invalid_parameter: {
    status: 400,
    title: 'A parameter needs another look',
    detail: 'Please check the parameters listed and try again.',
  },
  unknown_parameter: {
    status: 400,
    title: 'We do not know a parameter',
    detail: 'Please leave out the parameters listed, or check their spelling.',
  },
  repeated_parameter: {
    status: 400,
    title: 'A parameter was sent twice',
    detail: 'Please send each parameter once. Several values go into one parameter, separated by commas.',
  },
  idempotency_key_invalid: {
    status: 400,
    title: 'This Idempotency-Key cannot be used',
    detail: 'Please send a key of 1 to 255 visible characters, such as a random UUID.',
  },
  not_signed_in: {
    status: 401,
    title: 'Please sign in',
    detail: 'This needs a current sign-in. Please sign in and try again.',
  },
  sign_in_again: {
    status: 401,
    title: 'Please sign in once more',
    detail:
      'To protect you, this needs your password from the last {minutes} minutes. Please confirm that it is you, and repeat it.',
  },
  second_factor_required: {
    status: 403,
    title: 'Please set up a second factor first',
    detail:
      'Your role sees records of other people, so a password alone is not enough. Please connect an authenticator app, then go on.',
  },
  forbidden: {
    status: 403,
    title: 'This is not open to you',
    detail:
      'Your role or your part in this does not include this step. If you think it should, please ask the college.',
  },
  // The same words for what is hidden and for what does not exist (BR-164).
  not_found: {
    status: 404,
    title: 'We could not find that',
    detail: 'It may have been removed, or the address may be slightly different. Please check it and try again.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This cannot be done here',
    detail: 'This address answers to {allow}. Please use one of these.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    detail: 'The connection was too slow or stopped half-way. Please try again.',
  },
  already_exists: {
    status: 409,
    title: 'This already exists',
    detail: 'Something with the same details is already there. Please look at what is there before adding it again.',
  },
  overlaps: {
    status: 409,
    title: 'This overlaps with something else',
    detail: 'The time chosen is already taken. Please choose another time.',
  },
  still_in_use: {
    status: 409,
    title: 'This is still in use',
    detail: 'Something else depends on it or has just changed. Please load it again and check what refers to it.',
  },
  state_conflict: {
    status: 409,
    title: 'This step does not follow from here',
    detail: 'It is {from} now and cannot become {to}. Please load it again to see what is possible.',
  },
  changed_meanwhile: {
    status: 409,
    title: 'Somebody was faster',
    detail: 'This changed while you were working on it. Please load it again and decide anew.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request is still running',
    detail: 'A request with this Idempotency-Key is being worked on. Please wait a moment and send it again.',
  },
  stale: {
    status: 412,
    title: 'This changed since you loaded it',
    detail: 'Somebody has changed it in the meantime. Please load it again, look at the changes, and repeat yours.',
  },
  body_too_large: {
    status: 413,
    title: 'This is too large',
    detail: 'Please send less at a time, or a smaller file.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'We cannot read this kind of content',
    detail:
      'Please send uncompressed JSON as UTF-8, with Content-Type: application/json, unless the documentation names another type.',
  },
  rule_not_met: {
    status: 422,
    title: 'This is not possible as it stands',
    detail: 'Something required is missing or does not fit together. Please check the details and try again.',
  },
  consent_withdrawn: {
    status: 422,
    title: 'This needs your consent',
    detail:
      'You have taken your consent to this back, so it is not done. You can give it again with PUT /me/consents, whenever you like.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for something else',
    detail: 'A key stands for one request with one content. Please use a new key for a new request.',
  },
  precondition_required: {
    status: 428,
    title: 'Please say which version you are changing',
    detail: "Send If-Match with the ETag that you received when you loaded this, so that nobody's changes get lost.",
  },
  too_many_requests: {
    status: 429,
    title: 'That was a lot at once',
    detail: 'To keep things safe for everybody there is a limit. Please wait {seconds} seconds and try again.',
  },
  headers_too_large: {
    status: 431,
    title: 'The request headers are too large',
    detail: 'Please send fewer or shorter header fields or cookies.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong on our side',
    detail: 'This is not your doing. Please try again; if it goes on, tell the college the incident number.',
  },
  busy: {
    status: 503,
    title: 'We are very busy right now',
    detail: 'Nothing was changed. Please try again in a moment.',
  },
  unavailable: {
    status: 503,
    title: 'We cannot do this right now',
    detail: 'Part of the system is not available. Nothing was changed. Please try again in a moment.',
  },
  read_not_recorded: {
    status: 503,
    title: 'We cannot show this right now',
    detail:
      "Whoever opens somebody else's record is written down, and that is not possible at the moment. Please try again soon.",
  },
  not_ready: {
    status: 503,
    title: 'Not ready',
    detail: 'This process does not take new requests at the moment. Please try again in a moment.',
  },
});

/** The refusal for a version that is no longer the current one; it carries the current ETag, which If-Match accepts. */
export function stale(currentVersion: number): AppError {
  return refuse('stale', { headers: { etag: `"${currentVersion}"` } });
}

/** A limit was reached; `seconds` until the next try makes sense. */
export function tooManyRequests(seconds: number): AppError {
  return refuse('too_many_requests', { values: { seconds }, retryAfter: seconds });
}
