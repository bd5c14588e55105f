/**
 * An answer that Postgres already wrote as JSON: it is sent as it is. Return it from a controller instead of an object.
 *
 * - `JsonText.item(text, version)`: one item; the version makes its ETag.
 * - `JsonText.page(items, next)`: `items` is the text of a JSON array.
 * - `JsonText.of(text)`: anything else.
 */
export class JsonText {
  private constructor(
    private readonly text: string,
    readonly version?: number,
    private readonly next?: string | null,
  ) {}

  /** What is sent; of a page, with its cursor as `said` puts it. */
  textWith(said = (next: string) => next): string {
    if (this.next === undefined) return this.text;
    const next = this.next === null ? null : said(this.next);
    return `{"items":${this.text},"next":${JSON.stringify(next)}}`;
  }

  static of(text: string): JsonText {
    return new JsonText(text);
  }

  static item(text: string, version: number): JsonText {
    return new JsonText(text, version);
  }

  static page(items: string, next: string | null): JsonText {
    return new JsonText(items, undefined, next);
  }
}
