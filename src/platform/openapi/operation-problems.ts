import type { OpenAPIObject, OperationObject, ResponseObject } from '@nestjs/swagger';
import { BEFORE_SECOND_FACTOR, CLOSED_AFTER_CARD, type RouteAccess } from '../access/access.decorators.js';
import type { DeclaredRoute } from '../access/declared-access.js';
import { DISCLOSES } from '../disclosure/personal-record.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { type ProblemCode, statusOf } from '../errors/refusal.js';
import { refusalsOf } from '../errors/refuses.decorator.js';
import { limitedBy } from '../limits/rate-limits.js';

/** An operation, with what its route declares. */
interface Described {
  method: string;
  operation: OperationObject;
  route: Pick<DeclaredRoute, 'access' | 'handler'>;
}

const takes = (kind: string, { parameters = [] }: OperationObject, name?: string): boolean =>
  parameters.some((each) => 'in' in each && each.in === kind && (name === undefined || each.name === name));
const isSignedIn = (access: RouteAccess | undefined): boolean => access !== undefined && access !== 'public';
const holds = (handler: object, key: string): boolean => Reflect.getMetadata(key, handler) !== undefined;

/** What follows from how a route is declared, under the name of the part that may be refused. */
const implied: readonly { name: string; from: (described: Described) => boolean; codes: readonly ProblemCode[] }[] = [
  {
    name: 'Request',
    from: () => true,
    codes: [
      ...[
        platformRefusals.malformed_url,
        platformRefusals.unknown_parameter,
        platformRefusals.repeated_parameter,
        platformRefusals.invalid_text,
      ],
      ...[platformRefusals.unsupported_media_type, platformRefusals.request_timeout],
      ...[
        platformRefusals.headers_too_large,
        platformRefusals.unexpected,
        platformRefusals.busy,
        platformRefusals.unavailable,
      ],
    ],
  },
  {
    name: 'Id',
    from: ({ operation }) => takes('path', operation),
    codes: [platformRefusals.invalid_id, platformRefusals.not_found],
  },
  {
    name: 'Query',
    from: ({ operation }) => takes('query', operation),
    codes: [platformRefusals.validation_failed, platformRefusals.invalid_value, platformRefusals.invalid_parameter],
  },
  {
    name: 'Page',
    from: ({ operation }) => takes('query', operation, 'cursor'),
    codes: [platformRefusals.invalid_cursor],
  },
  {
    name: 'Body',
    // What is sent is read and judged, also where nothing is asked for.
    from: ({ method }) => method !== 'get',
    codes: [
      ...[
        platformRefusals.bad_request,
        platformRefusals.malformed_json,
        platformRefusals.too_deep,
        platformRefusals.too_many_tokens,
        platformRefusals.duplicate_field,
      ],
      ...[platformRefusals.forbidden_field, platformRefusals.validation_failed, platformRefusals.body_too_large],
    ],
  },
  {
    name: 'Key',
    from: ({ operation }) => takes('header', operation, 'Idempotency-Key'),
    codes: [
      platformRefusals.idempotency_key_invalid,
      platformRefusals.idempotency_in_progress,
      platformRefusals.idempotency_key_reused,
    ],
  },
  {
    name: 'Version',
    from: ({ operation }) => takes('header', operation, 'If-Match'),
    codes: [platformRefusals.precondition_required, platformRefusals.stale],
  },
  {
    name: 'SignedIn',
    from: ({ route }) => isSignedIn(route.access),
    codes: [platformRefusals.not_signed_in, platformRefusals.too_many_requests],
  },
  {
    name: 'Factor',
    from: ({ route }) => isSignedIn(route.access) && !holds(route.handler, BEFORE_SECOND_FACTOR),
    codes: [platformRefusals.second_factor_required],
  },
  {
    name: 'Card',
    from: ({ route: { access, handler } }) =>
      isSignedIn(access) && (access !== 'signed-in' || holds(handler, CLOSED_AFTER_CARD)),
    codes: [platformRefusals.closed_after_card],
  },
  { name: 'Role', from: ({ route }) => Array.isArray(route.access), codes: [platformRefusals.forbidden] },
  { name: 'Limit', from: ({ route }) => holds(route.handler, limitedBy), codes: [platformRefusals.too_many_requests] },
  {
    name: 'Reading',
    from: ({ route }) => holds(route.handler, DISCLOSES),
    codes: [platformRefusals.read_not_recorded],
  },
];

/** The codes that follow from how routes are declared, and not from a rule of one of them. */
export const impliedCodes: ReadonlySet<ProblemCode> = new Set(implied.flatMap(({ codes }) => codes));

/** What an answer of this status says in general. */
const meanings: Readonly<Record<number, string>> = {
  400: 'Something in the request cannot be read as it is. Nothing was changed.',
  401: 'Nobody is signed in, or they have to show again who they are.',
  403: 'This is for others, or for later.',
  404: 'There is nothing here that you may see.',
  408: 'The request came in too slowly.',
  409: 'Something else is in the way at the moment.',
  412: 'It was changed meanwhile.',
  413: 'It is larger than it may be.',
  415: 'It is of a kind that is not taken here.',
  422: 'A rule of the college is not met. Nothing was changed.',
  428: 'It has to be said which version is meant.',
  429: 'A limit was reached for now.',
  431: 'The header fields are larger than they may be.',
  500: 'A defect of ours. It has been written down.',
  503: 'It cannot be done right now.',
};

/** Gives each operation the problems that it can answer, by their status. Those that many have alike are components. */
export function describeProblems(document: OpenAPIObject, described: readonly Described[]): void {
  const shared: Record<string, ResponseObject> = {};
  for (const each of described) {
    const parts = implied.filter(({ from }) => from(each));
    const own = refusalsOf(each.route.handler);
    const all = [...new Set([...parts.flatMap((part) => part.codes), ...own])].toSorted();
    for (const status of new Set(all.map(statusOf))) {
      const response = problemResponse(
        status,
        all.filter((code) => statusOf(code) === status),
      );
      const names = parts
        .filter((part) => part.codes.some((code) => statusOf(code) === status))
        .map(({ name }) => name);
      if (status === 404 && isPage(each.operation)) each.operation.responses[status] = asPageToo(response);
      else if (own.some((code) => statusOf(code) === status)) each.operation.responses[status] = response;
      else {
        const name = `${names.join('')}${status}`;
        shared[name] = response;
        each.operation.responses[status] = { $ref: `#/components/responses/${name}` };
      }
    }
  }
  const responses = Object.entries({ ...document.components?.responses, ...shared });
  document.components = { ...document.components, responses: Object.fromEntries(responses.toSorted()) };
}

const isPage = ({ responses }: OperationObject): boolean => {
  const answer = responses['200'];
  return answer !== undefined && 'content' in answer && Object.keys(answer.content ?? {}).join() === 'text/html';
};

/** Whoever opens a page is told in a page that there is none. */
const asPageToo = (response: ResponseObject): ResponseObject => ({
  ...response,
  content: { ...response.content, 'text/html': { schema: { type: 'string' } } },
});

const problemResponse = (status: number, all: ProblemCode[]): ResponseObject => ({
  description: meanings[status] ?? '',
  headers: problemHeaders(status),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { type: 'string', enum: all } } },
        ],
      },
    },
  },
});

const text = { type: 'string' } as const;
const headersOf: Readonly<Record<number, Record<string, string>>> = {
  401: {
    'WWW-Authenticate': 'Which proof is missing: `insufficient_user_authentication` asks for a recent one (RFC 9470).',
  },
  405: { Allow: 'The methods that this address takes.' },
  412: { ETag: 'The present version.' },
  429: {
    'Retry-After': 'Seconds until the next try makes sense.',
    'RateLimit-Policy': 'The limit that was reached: so many times (q) within so many seconds (w).',
    RateLimit: 'What is left of it (r), and for how many seconds (t).',
  },
  503: { 'Retry-After': 'Seconds until the next try makes sense.' },
};

const problemHeaders = (status: number): ResponseObject['headers'] => ({
  'X-Request-Id': { description: 'Names this request in the log of the college.', schema: text },
  ...Object.fromEntries(
    Object.entries(headersOf[status] ?? {}).map(([name, description]) => [name, { description, schema: text }]),
  ),
});

/** Each operation of the document. */
export function* operationsIn(
  document: OpenAPIObject,
): Generator<{ method: string; path: string; operation: OperationObject }> {
  for (const [path, operations] of Object.entries(document.paths))
    for (const method of ['get', 'put', 'post', 'patch', 'delete'] as const) {
      const operation = operations[method];
      if (operation) yield { method, path, operation };
    }
}

/** The codes that a described operation can answer. */
export function codesOf({ components }: OpenAPIObject, operation: OperationObject): ProblemCode[] {
  return Object.values(operation.responses).flatMap((given) => {
    if (!given) return [];
    const response = '$ref' in given ? components?.responses?.[given.$ref.split('/').at(-1) ?? ''] : given;
    const schema = response && 'content' in response && response.content?.['application/problem+json']?.schema;
    const [, narrowed] = schema && 'allOf' in schema ? (schema.allOf ?? []) : [];
    const code = narrowed && 'properties' in narrowed ? narrowed.properties?.['code'] : undefined;
    return code && 'enum' in code ? (code.enum as ProblemCode[]) : [];
  });
}
