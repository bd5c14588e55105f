import type { OpenAPIObject } from '@nestjs/swagger';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/repository.js';
import { document } from './committed-document.js';
import { incompatibilities, sayFinding, withoutEntry } from './compatible.js';
import { fieldsOf, list, problem, put, schema, small, type Small, sort } from './small-document.js';

const found = (change: (all: Small) => void): string[] => {
  const after = small();
  change(after);
  return incompatibilities(small() as never as OpenAPIObject, after as never as OpenAPIObject).map(sayFinding);
};

const lists = 'GET /things (listThings)';
const sets = 'PUT /things/{id} (setThing)';
const both = `${lists} and 1 more › answered`;

const breaks: readonly [string, (all: Small) => unknown, ...string[]][] = [
  ['an operation that is gone', (all) => delete all.paths['/api/v1/things/{id}']?.['put'], `${sets}: is gone`],
  [
    'an operation of another name',
    (all) => (list(all).operationId = 'getThings'),
    `${lists} › operationId: is \`getThings\` now`,
  ],
  ['a parameter that is gone', (all) => list(all).parameters.pop(), `${lists} › parameter sort: is gone`],
  [
    'a parameter that is needed now',
    (all) => (sort(all).required = true),
    `${lists} › parameter sort: is newly required`,
  ],
  [
    'a new parameter that is needed',
    (all) =>
      list(all).parameters.push({ name: 'of', in: 'query', required: true, schema: { type: 'string' } } as object),
    `${lists} › parameter of: is newly required`,
  ],
  [
    'a word that a parameter took',
    (all) => sort(all).schema.enum.pop(),
    `${lists} › parameter sort: no longer takes \`b\``,
  ],
  [
    'a shorter parameter',
    (all) => (list(all).parameters[0] = { ...list(all).parameters[0], schema: { type: 'string', maxLength: 9 } }),
    `${lists} › parameter text: has a smaller \`maxLength\``,
  ],
  [
    'a parameter with a pattern',
    (all) => Object.assign(list(all).parameters[0]?.schema ?? {}, { pattern: '^a' }),
    `${lists} › parameter text: has another \`pattern\``,
  ],
  [
    'a parameter of some words only',
    (all) => Object.assign(list(all).parameters[0]?.schema ?? {}, { enum: ['a'] }),
    `${lists} › parameter text: takes only some words now`,
  ],
  [
    'a list that is sent otherwise',
    (all) => Object.assign(list(all).parameters[0] ?? {}, { explode: false }),
    `${lists} › parameter text: is sent in another form`,
  ],
  [
    'a body that is needed now',
    (all) => Object.assign(put(all).requestBody ?? {}, { required: true }),
    `${sets} › body: is newly required`,
  ],
  ['a body that is gone', (all) => delete put(all).requestBody, `${sets} › body: is gone`],
  [
    'a field that is needed now',
    (all) => schema(all, 'ThingBody').required?.push('note'),
    `${sets} › sent › ThingBody › note: is newly required`,
  ],
  [
    'a new field that is needed',
    (all) => {
      fieldsOf(all, 'ThingBody')['place'] = { type: 'string' };
      schema(all, 'ThingBody').required?.push('place');
    },
    `${sets} › sent › ThingBody › place: is newly required`,
  ],
  [
    'a field that a body took',
    (all) => delete fieldsOf(all, 'ThingBody')['note'],
    `${sets} › sent › ThingBody › note: is gone`,
  ],
  [
    'a field that may no longer be null',
    (all) => (fieldsOf(all, 'ThingBody')['note'] = { type: 'string' }),
    `${sets} › sent › ThingBody › note: may no longer be null`,
  ],
  [
    'a field that is shorter, and longer',
    (all) => (fieldsOf(all, 'ThingBody')['title'] = { type: 'string', minLength: 2, maxLength: 19 }),
    `${sets} › sent › ThingBody › title: has a smaller \`maxLength\``,
    `${sets} › sent › ThingBody › title: has a larger \`minLength\``,
  ],
  [
    'fewer words in a list',
    (all) =>
      (fieldsOf(all, 'ThingBody')['words'] = { type: 'array', maxItems: 5, items: { type: 'string', enum: ['x'] } }),
    `${sets} › sent › ThingBody › words: no longer takes \`y\``,
  ],
  [
    'a list without repeats',
    (all) => Object.assign(fieldsOf(all, 'ThingBody')['words'] ?? {}, { uniqueItems: true }),
    `${sets} › sent › ThingBody › words: no longer takes the same thing twice`,
  ],
  [
    'a field that was answered',
    (all) => delete fieldsOf(all, 'ThingDto')['size'],
    `${both} › ThingDto › size: is gone`,
  ],
  [
    'a field inside of a field',
    (all) => delete fieldsOf(all, 'OwnerDto')['name'],
    `${both} › OwnerDto › name: is gone`,
  ],
  [
    'a field that was always there',
    (all) => (schema(all, 'ThingDto').required = ['id', 'owner']),
    `${both} › ThingDto › state: is no longer always there`,
  ],
  [
    'a field of another type',
    (all) => (fieldsOf(all, 'ThingDto')['size'] = { type: 'string' }),
    `${both} › ThingDto › size: may be of type string now`,
  ],
  [
    'a whole number with a fraction',
    (all) => (fieldsOf(all, 'ThingDto')['size'] = { type: 'number' }),
    `${both} › ThingDto › size: may be of type number now`,
  ],
  [
    'a field that may be null now',
    (all) =>
      (fieldsOf(all, 'ThingDto')['owner'] = { anyOf: [{ $ref: '#/components/schemas/OwnerDto' }, { type: 'null' }] }),
    `${both} › ThingDto › owner: may be null now`,
  ],
  [
    'an id that is any text',
    (all) => (fieldsOf(all, 'ThingDto')['id'] = { type: 'string' }),
    `${both} › ThingDto › id: has another \`format\``,
  ],
  [
    'a set of words that is any text',
    (all) => delete schema(all, 'ThingState').enum,
    `${both} › ThingState: is no longer one of some words`,
  ],
  [
    'a name of generated clients',
    (all) => {
      fieldsOf(all, 'ThingDto')['state'] = { type: 'string', enum: ['draft', 'open'] };
      delete all.components.schemas['ThingState'];
    },
    'schemas › ThingState: is a name that is gone',
  ],
  [
    'a status of another number',
    (all) => (put(all).responses = { 202: put(all).responses['200'] ?? {} }),
    `${sets} › answer 202: is one that no client knows`,
    `${sets} › answer 200: is gone`,
  ],
  [
    'a code that is gone',
    (all) => (list(all).responses['422'] = problem('in_use')),
    `${lists} › answer 422 › too_late: is a code that is gone`,
  ],
  [
    'a status of problems that is gone',
    (all) => delete list(all).responses['409'],
    `${lists} › answer 409 › closed: is a code that is gone`,
  ],
  [
    'a code of another status',
    (all) => Object.assign(list(all).responses, { 409: problem('closed', 'in_use'), 422: problem('too_late') }),
    `${lists} › answer 422 › in_use: is answered with 409 now`,
  ],
  ['a field of problems', (all) => delete fieldsOf(all, 'Problem')['detail'], 'answered › Problem › detail: is gone'],
  [
    'a header field that is gone',
    (all) => delete list(all).responses['200']?.headers,
    `${lists} › answer 200 › header ETag: is gone`,
  ],
  [
    'a form of an answer that is gone',
    (all) => delete list(all).responses['200']?.content?.['text/csv'],
    `${lists} › answer 200 › text/csv: is a form that is gone`,
  ],
  ['an address that asks who one is', (all) => delete list(all).security, `${lists} › security: asks for more`],
  [
    'an address that a role loses',
    (all) => list(all)['x-roles'].pop(),
    `${lists} › x-roles: is no longer open to \`facilitator\``,
  ],
];

test.each(breaks)('%s is found, and said with operation, place and rule', (_name, change, ...sentences) => {
  expect(found(change)).toEqual(sentences);
});

const keeps: readonly [string, (all: Small) => unknown][] = [
  ['nothing', () => undefined],
  ['a new operation', (all) => (all.paths['/api/v1/others'] = { get: { operationId: 'listOthers', responses: {} } })],
  ['an operation that is on its way out', (all) => Object.assign(list(all), { deprecated: true })],
  [
    'a new parameter that may be left out',
    (all) =>
      list(all).parameters.push({ name: 'of', in: 'query', required: false, schema: { type: 'string' } } as object),
  ],
  ['a new word in a parameter', (all) => sort(all).schema.enum.push('c')],
  ['a parameter of any word', (all) => Object.assign(sort(all), { schema: { type: 'string' } })],
  ['a parameter that stands elsewhere in the document', (all) => (list(all).parameters[1] = sort(all))],
  ['a longer parameter', (all) => Object.assign(list(all).parameters[0]?.schema ?? {}, { maxLength: 60 })],
  ['a new field that may be left out', (all) => (fieldsOf(all, 'ThingBody')['place'] = { type: 'string' })],
  ['a field that need not be sent any more', (all) => delete schema(all, 'ThingBody').required],
  ['a field that may be null as well', (all) => (fieldsOf(all, 'ThingBody')['title'] = { type: ['string', 'null'] })],
  [
    'more words and more of them in a list',
    (all) =>
      (fieldsOf(all, 'ThingBody')['words'] = { type: 'array', items: { type: 'string', enum: ['x', 'y', 'z'] } }),
  ],
  ['a new field of an answer', (all) => (fieldsOf(all, 'ThingDto')['colour'] = { type: 'string' })],
  ['a field that is always there now', (all) => schema(all, 'ThingDto').required?.push('note')],
  ['a field that is never null any more', (all) => (fieldsOf(all, 'ThingDto')['note'] = { type: 'string' })],
  ['a new word in an answer', (all) => schema(all, 'ThingState').enum?.push('closed')],
  ['a word that is answered no more', (all) => schema(all, 'ThingState').enum?.pop()],
  ['larger numbers in an answer', (all) => (fieldsOf(all, 'ThingDto')['size'] = { type: 'integer' })],
  ['a new code under a status', (all) => (list(all).responses['422'] = problem('in_use', 'too_late', 'too_many'))],
  ['a new status that refuses', (all) => (put(all).responses['409'] = problem('closed'))],
  ['a new header field', (all) => Object.assign(list(all).responses['200']?.headers ?? {}, { Link: {} })],
  ['a new form of an answer', (all) => Object.assign(list(all).responses['200']?.content ?? {}, { 'text/html': {} })],
  ['an address that opens for one more role', (all) => list(all)['x-roles'].push('analyst')],
  ['an address that opens for everybody', (all) => (list(all)['x-roles'] = ['public'])],
  ['other words in a description', (all) => Object.assign(schema(all, 'ThingDto'), { description: 'One thing.' })],
];

test.each(keeps)('%s stays quiet', (_name, change) => {
  expect(found(change)).toEqual([]);
});

describe('an entry of the changelog', () => {
  const after = small();
  delete fieldsOf(after, 'ThingDto')['size'];
  const findings = incompatibilities(small() as never, after as never);
  const changelog = (section: string, entry: string) =>
    `# Changelog\n\n## [Unreleased]\n\n### ${section}\n\n- ${entry}\n\n## [1.0.0]\n\n### Removed\n\n- \`GET /things\` has no \`size\`.\n`;
  const isTold = (section: string, entry: string) =>
    withoutEntry(findings, changelog(section, entry), '1.0.0').length === 0;

  test('tells of what was broken when it names an operation and what it is about', () => {
    expect(isTold('Removed', '`PUT\n  /things/{id}` no longer answers `size`.')).toBe(true);
    expect(isTold('Changed', '`listThings`: `size` is gone.')).toBe(true);
  });

  test.each([
    ['Added', '`GET /things` lost `size`.'],
    ['Removed', '`GET /things/{id}/sizes` lost `size`.'],
    ['Removed', '`GET /things` lost `sizes`.'],
    ['Removed', '`size` is gone.'],
  ])('does not where it stands under %s as: %s', (section, entry) => {
    expect(isTold(section, entry)).toBe(false);
  });
});

describe('the document of this repository', () => {
  const snapshots = join(repository, 'test/snapshots');
  const kept = readdirSync(snapshots)
    .flatMap((file) => /^openapi-(\d+\.\d+\.\d+)\.json$/.exec(file)?.[1] ?? [])
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  const keptAs = (version: string | undefined): OpenAPIObject | undefined =>
    version && JSON.parse(readFileSync(join(snapshots, `openapi-${version}.json`), 'utf8'));
  const changelog = readFileSync(join(repository, 'CHANGELOG.md'), 'utf8');
  const untold = (before: OpenAPIObject, after: OpenAPIObject, since: string) =>
    withoutEntry(incompatibilities(before, after), changelog, since).map(sayFinding);

  test('keeps what the last kept version promised, or says in the changelog what not', () => {
    const { version } = document.info;
    // From 1.0.0 on a version is kept; before it nothing was promised.
    expect(kept !== undefined || version.startsWith('0.')).toBe(true);
    expect(untold(keptAs(kept) ?? document, document, kept ?? version)).toEqual([]);
  });

  test('without one field of an answer, one parameter and one operation is found to be another one', () => {
    const doctored = structuredClone(document);
    const { RunDto } = doctored.components?.schemas ?? {};
    if (RunDto && 'properties' in RunDto) delete RunDto.properties?.['placesTaken'];
    delete doctored.paths['/api/v1/waitlists'];
    const { get } = doctored.paths['/api/v1/sessions'] ?? {};
    if (get) get.parameters = get.parameters?.filter((each) => !('name' in each) || each.name !== 'venueId');
    const none = '# Changelog\n\n## [Unreleased]\n';
    expect(withoutEntry(incompatibilities(document, doctored), none, '0.1.0').map(sayFinding)).toEqual([
      expect.stringMatching(/^\w+ \/\S+ \(\w+\) and \d+ more › answered › RunDto › placesTaken: is gone$/),
      'GET /sessions (listSessions) › parameter venueId: is gone',
      'GET /waitlists (listWaitlists): is gone',
    ]);
  });
});
