import { beginning, hashOf, isChanged, keptLeaf, type Link, linkColumns, NumberedPast, sealedPast } from './seal.js';
import type { SealedLog } from './sealed-log.js';

export type ChainQuery = <T extends object>(text: string, values: unknown[]) => Promise<T[]>;

interface FoundLink extends Link {
  /** What it covers, in the order of the ids. */
  leaves: string[];
  /** How many of these rows are there no more. */
  gone: number;
  /** A row that is not there and had to stay. */
  missing: string | null;
  /** A row that is not what was sealed. */
  changed: string | null;
  /** The oldest row that it covers. */
  oldestId: string | null;
  oldestAt: Date | null;
  /** The row with the lowest number, of those that are there; bigints come as text. */
  firstId: string | null;
  lowest: string | null;
  highest: string | null;
}

export interface ChainReport {
  seals: number;
  /** How many rows are sealed. */
  covered: number;
  /** How many of these left when their time was over. */
  gone: number;
  /** How many rows wait for their seal. */
  waiting: number;
  /** The first broken link, in words; nothing after it was looked at. */
  broken: string | null;
}

const atOnce = 50;

/**
 * Follows the chain of seals over one log from its beginning; writes nothing. Whether a row that is not there left by
 * rule or is missing is told by the time that was sealed with it, and by nothing that somebody could write later.
 * `anchors` are hashes that were kept outside the database, by number.
 */
export async function verifyChain(
  query: ChainQuery,
  log: SealedLog,
  now: Date,
  anchors: ReadonlyMap<number, string> = new Map(),
): Promise<ChainReport> {
  let last: Link | undefined;
  let [covered, gone] = [0, 0];
  const numbered = new NumberedPast();
  const report = (broken: string | null, waiting = 0): ChainReport => ({
    seals: last?.number ?? 0,
    covered,
    gone,
    waiting,
    broken,
  });
  for (;;) {
    const links = await query<FoundLink>(linksAfter(log), [last?.number ?? 0, now]);
    for (const link of links) {
      const broken =
        faultOf(log, link, last, anchors.get(link.number)) ??
        (BigInt(link.lowest ?? 0) < numbered.until(link.sealedAt) && link.firstId !== null
          ? `${log.one} ${link.firstId} of seal ${link.number} was put into the past that was sealed already.`
          : null);
      if (broken) return report(broken);
      numbered.add(link.sealedAt, link.highest);
      covered += link.covers;
      gone += link.gone;
      last = link;
    }
    if (links.length < atOnce) break;
  }
  const beyond = [...anchors.keys()].filter((number) => number > (last?.number ?? 0)).sort((a, b) => a - b)[0];
  if (beyond !== undefined) return report(`Seal ${beyond} was anchored outside and is missing.`);
  const [rest] = await query<{ waiting: number; late: string | null }>(unsealed(log), [
    sealedPast(last, now),
    String(numbered.until(now.toISOString())),
  ]);
  if (rest?.late) return report(`${log.one} ${rest.late} was put into the past that was sealed already.`);
  return report(null, rest?.waiting);
}

function faultOf(
  { one, many }: SealedLog,
  link: FoundLink,
  last: Link | undefined,
  anchored: string | undefined,
): string | null {
  const { number, covers, leaves, missing, changed, oldestAt, oldestId } = link;
  const expected = (last?.number ?? 0) + 1;
  if (number !== expected) return `Seal ${expected} is missing.`;
  if (link.previous !== (last?.hash ?? beginning)) return `Seal ${number} does not follow the seal before it.`;
  if (leaves.length < covers)
    return `Seal ${number} covers ${covers} ${many}, and ${covers - leaves.length} of them are missing.`;
  if (leaves.length > covers)
    return `Seal ${number} covers ${covers} ${many}, and ${leaves.length - covers} were put beside them.`;
  if (missing) return `${one} ${missing} of seal ${number} is missing: it was to stay.`;
  if (hashOf(link, leaves) !== link.hash) return `Seal ${number} or one of its ${many} was changed.`;
  if (anchored !== undefined && anchored !== link.hash)
    return `Seal ${number} is not the one that was anchored outside.`;
  if (changed) return `${one} ${changed} of seal ${number} was changed.`;
  const past = sealedPast(last, new Date(link.sealedAt));
  if (past && oldestAt && oldestAt < past)
    return `${one} ${oldestId} of seal ${number} was put into the past that was sealed already.`;
  return null;
}

const linksAfter = (log: SealedLog): string => `
  select ${linkColumns}, c.*
  from seal l
  cross join lateral (
    select coalesce(array_agg(${keptLeaf(log)} order by s.row_id), '{}') as leaves,
      count(*) filter (where t.id is null)::integer as gone,
      (array_agg(s.row_id order by s.row_id) filter (where t.id is null and (${log.mayBeGone}) is not true))[1] as missing,
      (array_agg(s.row_id order by s.row_id) filter (where t.id is not null and ${isChanged(log)}))[1] as changed,
      (array_agg(s.row_id order by coalesce(s.at, t.at), s.row_id))[1] as "oldestId",
      min(coalesce(s.at, t.at)) as "oldestAt",
      (array_agg(s.row_id order by t.number, s.row_id) filter (where t.id is not null))[1] as "firstId",
      min(t.number) as lowest, max(t.number) as highest
    from sealed s
    left join ${log.log} t on t.id = s.row_id
    where s.log = l.log and s.seal = l.number
  ) c
  where l.log = '${log.log}' and l.number > $1
  order by l.number
  limit ${atOnce}`;

const unsealed = ({ log }: SealedLog): string => `
  select count(*)::integer as waiting,
    (array_agg(t.id order by t.at, t.id) filter (where t.at < $1::timestamptz or t.number < $2::bigint))[1] as late
  from ${log} t
  where not exists (select from sealed s where s.log = '${log}' and s.row_id = t.id)`;
