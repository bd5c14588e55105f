import { cpus } from 'node:os';
import { standing } from './topology.js';

/** The columns of every drill, in this order; the table in docs/operations.md has the same. */
const columns = [
  'drill',
  'tried',
  'faults',
  'writes',
  'lost',
  'doubled',
  '503',
  'other 5xx',
  'odd',
  'broken lines',
  'hung',
  'own ends',
  'pause (median / most)',
  'letters',
  'twice',
  'kept',
] as const;
export type Column = (typeof columns)[number];

export const heading = [line(columns), line(columns.map(() => '---'))].join('\n');

/** What one drill found: figures, and each promise that broke, in words. */
export class Report {
  private readonly figures = new Map<Column, string>();
  private readonly broken: string[] = [];
  private readonly notes: string[] = [];

  constructor(readonly name: string) {
    this.figure('drill', name);
    this.figure('tried', [new Date().toISOString().slice(0, 10), `${cpus().length} cores`, ...standing].join(', '));
  }

  figure(column: Column, value: string | number): void {
    this.figures.set(column, `${value}`);
  }

  /** What the drill measured besides. */
  note(sentence: string): void {
    this.notes.push(sentence);
  }

  promise(kept: boolean, otherwise: string): void {
    if (!kept) this.broken.push(otherwise);
  }

  /** Prints the row, what was found besides, and what broke; answers whether everything was kept. */
  print(): boolean {
    const kept = this.broken.length === 0;
    this.figure('kept', kept ? 'yes' : 'no');
    if (process.env['DRILL_ROW'] === undefined) console.log(heading);
    console.log(line(columns.map((column) => this.figures.get(column) ?? '–')));
    for (const note of this.notes) console.log(`  ${this.name}: ${note}`);
    for (const sentence of this.broken) console.log(`  BROKEN ${this.name}: ${sentence}`);
    return kept;
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
