/**
 * An answer that Postgres already wrote as JSON: it is sent as it is. Return it from a controller instead of an object.
 *
 * - `JsonText.item(text, version)`: one item; the version makes its ETag.
 * - `JsonText.page(items, next)`: `items` is the text of a JSON array.
 * - `JsonText.of(text)`: anything else.
 */
export class JsonText {
  private constructor(
    readonly text: string,
    readonly version?: number,
    readonly next?: string,
  ) {}

  static of(text: string): JsonText {
    return new JsonText(text);
  }

  static item(text: string, version: number): JsonText {
    return new JsonText(text, version);
  }

  static page(items: string, next: string | null): JsonText {
    return new JsonText(`{"items":${items},"next":${JSON.stringify(next)}}`, undefined, next ?? undefined);
  }
}
