/**
 * An answer that Postgres already wrote as JSON: it is sent as it is. Return it from a controller instead of an object.
 *
 * - `JsonText.item(text, version)`: one item; the version makes its ETag.
 * - `JsonText.page(items, next, more)`: `items` is the text of a JSON array.
 * - `JsonText.of(text)`: anything else.
 * - `JsonText.written(answer)`: an answer that was not made by Postgres.
 */
export class JsonText {
  private constructor(
    private readonly text: string,
    readonly version?: number,
    private readonly next?: string | null,
    readonly until?: Date,
    private readonly total?: object,
  ) {}

  /** What is sent; of a page, with its cursor as `said` puts it. */
  textWith(said = (next: string) => next): string {
    if (this.next === undefined) return this.text;
    const next = this.next === null ? null : said(this.next);
    const total = this.total && `,"total":${JSON.stringify(this.total)}`;
    return `{"items":${this.text},"next":${JSON.stringify(next)}${total ?? ''}}`;
  }

  /** What it says. */
  parsed(): unknown {
    return JSON.parse(this.textWith());
  }

  /** The same answer, which says this now: `parsed`, with more in it. */
  saying(content: unknown): JsonText {
    const isPage = this.next !== undefined && typeof content === 'object' && content !== null && 'items' in content;
    const text = JSON.stringify(isPage ? content.items : content);
    return new JsonText(text, this.version, this.next, this.until, this.total);
  }

  static of(text: string): JsonText {
    return new JsonText(text);
  }

  static written(answer: object): JsonText {
    const version = 'version' in answer && Number.isInteger(answer.version) ? Number(answer.version) : undefined;
    if (!('items' in answer && 'next' in answer)) return new JsonText(JSON.stringify(answer), version);
    const total = 'total' in answer && typeof answer.total === 'object' ? answer.total : null;
    const next = typeof answer.next === 'string' ? answer.next : null;
    return JsonText.page(JSON.stringify(answer.items), next, { ...(total && { total }) });
  }

  static item(text: string, version: number): JsonText {
    return new JsonText(text, version);
  }

  /** `until` is when time alone changes it, `total` how many there are. */
  static page(items: string, next: string | null, { until, total }: { until?: Date; total?: object } = {}): JsonText {
    return new JsonText(items, undefined, next, until, total);
  }
}
