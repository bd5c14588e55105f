/** What makes spans; there is none unless OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export interface Traces {
  /** One part of what runs now; nothing but the work where that is not traced itself. */
  part<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Something that begins by itself. */
  whole<T>(name: string, work: () => Promise<T>): Promise<T>;
}

let traces: Traces | undefined;

/** From now on the whole process makes spans, or none. */
export function traceWith(made: Traces | undefined): void {
  traces = made;
}

/** Jobs that work on journals: how long they take tells how much there is (BR-128). */
export const untracedJobs: ReadonlySet<string> = new Set(['purge-beyond-recall']);

/** A statement, a transaction or a letter, as a part of the request or job that it belongs to. */
export const traced = <T>(name: string | undefined, work: () => Promise<T>): Promise<T> =>
  traces && name !== undefined ? traces.part(name, work) : work();

export const tracedJob = <T>(task: string, work: () => Promise<T>): Promise<T> =>
  traces && !untracedJobs.has(task) ? traces.whole(`job ${task}`, work) : work();

const firstVerb = /\b(select|insert|update|delete)\b/;
const firstTable = /\b(?:from|into|update|join)\s+([a-z_][a-z0-9_]*)/;

/** What a constant statement does, to which table first: never its text. Undefined for what touches journals. */
export function statementName(text: string): string | undefined {
  if (text.includes('journal')) return undefined;
  return ['sql', firstVerb.exec(text)?.[1], firstTable.exec(text)?.[1]].filter(Boolean).join(' ');
}
