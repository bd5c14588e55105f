import type { OperationObject } from '@nestjs/swagger';

/** What Swagger is told to call an operation that does not say itself what it is called. */
export const unnamed = (_controller: string, handler: string): string => `.${handler}`;

/** Words that belong to the verb before them. */
const particles = new Set(['Back', 'Down', 'Over']);

const pascal = (segment: string): string =>
  segment.replace(/(?:^|[-.])([a-z])/g, (_, first: string) => first.toUpperCase());

/** One of what a segment of an address names. */
export function singular(segment: string): string {
  if (/(?:^|-)series$/.test(segment)) return segment;
  return segment
    .replace(/people$/, 'person')
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch)es$/, '$1')
    .replace(/([^su])s$/, '$1');
}

const isPlural = (segment: string): boolean => singular(segment) !== segment || segment.endsWith('series');

/** The things that an address names; `one` where an id follows. */
function thingsOf(path: string): { segment: string; one: boolean }[] {
  const segments = path.split('/').filter(Boolean);
  return segments.flatMap((segment, at) =>
    segment.startsWith('{') ? [] : [{ segment, one: segments[at + 1]?.startsWith('{') === true }],
  );
}

const answersPage = ({ responses }: OperationObject): boolean =>
  JSON.stringify(responses['200'] ?? {}).includes('Page"');

const verbs: Readonly<Record<string, string>> = { get: 'get', patch: 'change', put: 'set', delete: 'remove' };

/**
 * What an operation is called, as `publishSession`: a verb and its object. The object is what the address names, `My`
 * before what is one's own. A list is read by `list`, any other thing by `get`; `add`, `change`, `set` and `remove` say
 * what is written to it. Where a POST goes to what is done with a thing, as `/sessions/{id}/publication`, the verb is
 * that of the handler. An operation that would read badly so is named at its route. The ending of an address comes last: `getReportCsv`.
 */
export function operationIdOf(method: string, path: string, operation: OperationObject): string {
  const { operationId = '' } = operation;
  const ending = /\.(?:csv|pdf|html|ics)$/.exec(path)?.[0] ?? '';
  const named = operationId.startsWith('.')
    ? madeUp(method, path.slice(0, path.length - ending.length), operation)
    : operationId;
  return named + pascal(ending);
}

function madeUp(method: string, path: string, operation: OperationObject): string {
  const { operationId = '' } = operation;
  const [verb = '', ...rest] = operationId.slice(1).split(/(?=[A-Z])/);
  const things = thingsOf(path.replace(/^\/api\/v1/, ''));
  const isOwn = things[0]?.segment === 'me' && things.length > 1;
  if (isOwn) things.shift();
  const last = things.at(-1) ?? { segment: '', one: false };
  const objectOf = (all: typeof things, many: boolean): string =>
    (isOwn ? 'My' : '') +
    all.map(({ segment }) => pascal(many && segment === last.segment ? segment : singular(segment))).join('');

  if (method === 'get' && !last.one && isPlural(last.segment) && answersPage(operation))
    return `list${objectOf(things, true)}`;
  if (method !== 'post') return `${verbs[method]}${objectOf(things, !last.one)}`;
  if (isPlural(last.segment)) return `add${objectOf(things, false)}`;
  const object = objectOf(things.length > 1 ? things.slice(0, -1) : things, false);
  const more = object.endsWith(rest.join('')) ? '' : rest.join('');
  return particles.has(more) ? `${verb}${more}${object}` : `${verb}${object}${more}`;
}
