import { type Found, metOf, type Target, verdictFor } from './targets.js';

/** A line of a Markdown table. */
export const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** The first lines of a table, all columns but the first to the right. */
export const heading = (columns: readonly string[]): string =>
  [
    line(columns),
    `|---|${columns
      .slice(1)
      .map(() => '--:|')
      .join('')}`,
  ].join('\n');

/** What a peer beside did with its own request for the same work. */
export interface PeerFound {
  perSecond: number;
  /** All of it, its database included; null where nobody told which processes are its own. */
  cpu: number | null;
}

export const rowColumns = (withPeer: boolean): string[] => [
  'work',
  'requests/s',
  'CPU-ms, API',
  'CPU-ms, PostgreSQL',
  'of Fastify',
  'of the driver',
  'target',
  'met',
  ...(withPeer ? ['a peer: requests/s', 'CPU-ms', 'its CPU / ours'] : []),
];

/** One row; `peer` is null where it was not asked for this work, and undefined where there is none. */
export function rowCells(
  what: string,
  found: Found,
  wanted: readonly Target[],
  peer?: PeerFound | null,
): (string | number)[] {
  const { wants, met } = verdictFor(wanted, found);
  const ours = found.database === null ? null : found.api + found.database;
  return [
    what,
    found.perSecond.toFixed(0),
    found.api.toFixed(2),
    shown(found.database),
    shown(found.ofFastify),
    shown(found.ofDriver),
    wants,
    met,
    ...(peer === undefined
      ? []
      : [
          peer?.perSecond.toFixed(0) ?? '–',
          shown(peer?.cpu),
          shown(peer?.cpu == null || ours === null ? null : peer.cpu / ours),
        ]),
  ];
}

export const figureColumns: readonly string[] = ['what else', 'found', 'target', 'met'];

/** A figure that is no row: its unit, and what it may be at most or has to be at least. */
export interface Figure {
  what: string;
  found: number | null;
  unit: string;
  most?: number;
  least?: number;
}

export function figureCells({ what, found, unit, most, least }: Figure): string[] {
  const wants = most !== undefined ? `≤ ${most} ${unit}` : least !== undefined ? `≥ ${least} ${unit}` : '–';
  const answers =
    most !== undefined
      ? [found === null ? null : found <= most]
      : least !== undefined
        ? [found === null ? null : found >= least]
        : [];
  return [what, found === null ? '–' : `${Number(found.toFixed(2))} ${unit}`, wants, metOf(answers)];
}

const shown = (value: number | null | undefined): string => value?.toFixed(2) ?? '–';
