import { beginning, hashOf, type Seal, sealColumns, sealedForm, sealedPast } from './event-seal.js';

export type ChainQuery = <T extends object>(text: string, values: unknown[]) => Promise<T[]>;

interface Link extends Seal {
  /** What it covers and still is there, in the order of the ids. */
  forms: string[];
  /** The oldest event that it covers. */
  oldestId: string | null;
  oldestAt: Date | null;
}

export interface ChainReport {
  seals: number;
  events: number;
  /** How many events wait for their seal. */
  waiting: number;
  /** The first broken link, in words; nothing after it was looked at. */
  broken: string | null;
}

const atOnce = 50;

/**
 * Follows the chain of seals from its beginning; writes nothing. `anchors` are hashes that were kept outside the
 * database, by number.
 */
export async function verifyChain(
  query: ChainQuery,
  now: Date,
  anchors: ReadonlyMap<number, string> = new Map(),
): Promise<ChainReport> {
  let last: Seal | undefined;
  let events = 0;
  const report = (broken: string | null, waiting = 0): ChainReport => ({
    seals: last?.number ?? 0,
    events,
    waiting,
    broken,
  });
  for (;;) {
    const links = await query<Link>(linksAfter, [last?.number ?? 0]);
    for (const link of links) {
      const broken = faultOf(link, last, anchors.get(link.number));
      if (broken) return report(broken);
      events += link.events;
      last = link;
    }
    if (links.length < atOnce) break;
  }
  const beyond = [...anchors.keys()].filter((number) => number > (last?.number ?? 0)).sort((a, b) => a - b)[0];
  if (beyond !== undefined) return report(`Seal ${beyond} was anchored outside and is missing.`);
  const [rest] = await query<{ waiting: number; late: string | null }>(unsealed, [sealedPast(last, now)]);
  if (rest?.late) return report(`Event ${rest.late} was put into the past that was sealed already.`);
  return report(null, rest?.waiting);
}

function faultOf(link: Link, last: Seal | undefined, anchored: string | undefined): string | null {
  const { number, forms, oldestAt, oldestId } = link;
  const expected = (last?.number ?? 0) + 1;
  if (number !== expected) return `Seal ${expected} is missing.`;
  if (link.previous !== (last?.hash ?? beginning)) return `Seal ${number} does not follow the seal before it.`;
  if (forms.length < link.events)
    return `Seal ${number} covers ${link.events} events, and ${link.events - forms.length} of them are missing.`;
  if (forms.length > link.events)
    return `Seal ${number} covers ${link.events} events, and ${forms.length - link.events} were put beside them.`;
  if (hashOf(link, forms) !== link.hash) return `Seal ${number} or one of its events was changed.`;
  if (anchored !== undefined && anchored !== link.hash)
    return `Seal ${number} is not the one that was anchored outside.`;
  const past = sealedPast(last, new Date(link.sealedAt));
  if (past && oldestAt && oldestAt < past)
    return `Event ${oldestId} of seal ${number} was put into the past that was sealed already.`;
  return null;
}

const linksAfter = `
  select ${sealColumns}, c.*
  from event_seal l
  cross join lateral (
    select coalesce(array_agg(${sealedForm} order by e.id), '{}') as forms,
      (array_agg(e.id order by e.at, e.id))[1] as "oldestId", min(e.at) as "oldestAt"
    from event_sealed s
    join event e on e.id = s.event_id
    where s.seal = l.number
  ) c
  where l.number > $1
  order by l.number
  limit ${atOnce}`;

const unsealed = `
  select count(*)::integer as waiting,
    (array_agg(e.id order by e.at, e.id) filter (where e.at < $1::timestamptz))[1] as late
  from event e
  where not exists (select from event_sealed s where s.event_id = e.id)`;
