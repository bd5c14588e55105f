import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { decodeCursor, encodeCursor, type CursorKeys, type CursorScope } from './cursor.js';
import { type PageQuery, TotalDto } from './page-query.dto.js';

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A page that says how long its list is, where that was asked. */
export interface CountedPage<T> extends Page<T> {
  total?: TotalDto;
}

/**
 * One page from rows that were read with `LIMIT limit + 1`: the extra row only says that there is more.
 * `keysOf` gives the sort keys of a row, the id last.
 */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  scope: CursorScope,
  keysOf: (row: Row) => CursorKeys,
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(present), next: last === undefined ? null : encodeCursor(keysOf(last), scope) };
}

/**
 * One page of a list that was read whole. Its cursor names the last item by its id, so that what is added meanwhile
 * shows none twice; by its place where items have no id or that item is gone.
 */
export function shortPage<Item extends object>(items: readonly Item[], { limit, cursor }: PageQuery): Page<Item> {
  const [place = 0, last = null] = (decodeCursor(cursor, wholeList, 2) ?? []) as [number?, (string | null)?];
  const before = last === null ? -1 : items.findIndex((item) => idOf(item) === last);
  const from = before < 0 ? place : before + 1;
  const shown = items.slice(from, from + limit);
  const ending = from + limit < items.length ? shown.at(-1) : undefined;
  const next = ending && encodeCursor([from + limit, idOf(ending)], wholeList);
  return { items: shown, next: next ?? null };
}

const wholeList: CursorScope = { list: 'whole' };

const idOf = (item: object): string | null => ('id' in item && typeof item.id === 'string' ? item.id : null);

/** `Link: <…>; rel="next"` for the same request with another cursor. */
export function nextLink(url: string, next: string): string {
  const [path = '', search = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(search);
  parameters.set('cursor', next);
  return `<${path}?${parameters.toString()}>; rel="next"`;
}

const pageTypes = new WeakMap<object, Type<Page<unknown>>>();

/** The OpenAPI type of a list answer: `@ApiOkResponse({ type: PageOf(CourseView) })`. */
export function PageOf<Item extends object>(item: Type<Item>): Type<Page<Item>> {
  const known = pageTypes.get(item);
  if (known) return known as Type<Page<Item>>;

  class ListPage implements Page<Item> {
    @ApiProperty({ type: [item], description: 'The items of this page, in order.' })
    items: Item[];

    @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page, or null on the last one.' })
    next: string | null;
  }
  Object.defineProperty(ListPage, 'name', { value: `${item.name}Page` });
  pageTypes.set(item, ListPage);
  return ListPage;
}

/** The same for a list that is read with `Counted`. */
export function CountedPageOf<Item extends object>(item: Type<Item>): Type<CountedPage<Item>> {
  class CountedListPage extends PageOf(item) implements CountedPage<Item> {
    @ApiProperty({
      type: TotalDto,
      required: false,
      description: 'How many there are; only where `total` asks for it.',
    })
    total?: TotalDto;
  }
  return CountedListPage;
}
