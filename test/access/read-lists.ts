import type { TestPerson } from '../support/builders.js';
import { forgetLimits } from '../support/limits.js';
import { type DescribedRoute, type Parameter } from '../support/samples.js';
import { lines } from './lines.js';
import type { World } from './world.js';

/** One list of the document, with somebody to whom it answers, and where. */
export interface List {
  route: string;
  reader: TestPerson;
  path: string;
  /** What it cannot do without. */
  query: Record<string, string>;
  filters: Parameter[];
  pages: boolean;
  /** Whether its answer is items and where to go on. */
  answersList: boolean;
  isPublic: boolean;
}

/** The route as each of these people who gets an answer from it, beside those who have to do with what it names. */
export async function readersOf(
  world: World,
  { route, path, operation }: DescribedRoute,
  others: readonly TestPerson[],
): Promise<List[]> {
  const line = lines[route];
  const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query');
  const thing = line?.of && world.things[line.of];
  const names: Record<string, string> = { id: thing?.id ?? '', token: thing?.id ?? '', ...line?.path?.(world.ids) };
  const at = path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
  const query = line?.query?.(world.ids) ?? {};
  const found: List[] = [];
  for (const reader of new Set([thing?.own, thing?.related, ...others])) {
    if (!reader) continue;
    const { status, body } = await askList(world, reader, at, query);
    if (status !== 200) continue;
    found.push({
      route,
      reader,
      path: at,
      query,
      pages: parameters.some(({ name }) => name === 'cursor'),
      isPublic: operation.security?.length === 0,
      answersList: Array.isArray(body?.items) && 'next' in body,
      filters: parameters.filter(({ name }) => !['limit', 'cursor'].includes(name) && !(name in query)),
    });
  }
  return found;
}

export async function askList(
  { college }: Pick<World, 'college'>,
  reader: TestPerson,
  path: string,
  query: Record<string, string>,
) {
  await forgetLimits(college);
  const search = new URLSearchParams(query).toString();
  return reader.get(
    path.startsWith('/health') || path.startsWith('/.well') ? path : `${path}${search && `?${search}`}`,
  );
}
