import { applyDecorators, StreamableFile, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { type Key, textOf } from '../../catalogues/catalogues.js';
import { madeOf } from '../disclosure/personal-record.js';

/** The name of a column; its heading is `columns.<name>`. */
export type Column = Key extends infer K ? (K extends `columns.${infer Name}` ? Name : never) : never;

/** The headings of a table. */
export const headings = (...columns: Column[]): string[] => columns.map((name) => textOf(`columns.${name}`));

/** What a cell may hold. */
export type Cell = string | number | null;

/**
 * The one writer of every exported table. A spreadsheet runs what starts with = + - @ as a formula, so each such cell,
 * and each that starts with a tab or a line break, gets an apostrophe before it (I-57). Lines end as RFC 4180 says; a
 * mark at the start says UTF-8.
 */
export function csvOf(columns: readonly string[], lines: readonly (readonly Cell[])[]): string {
  const cells = [columns, ...lines].map((line) => line.map((cell) => (cell === null ? '' : String(cell))));
  return stringify(cells, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/**
 * A table as a file to keep. The name says nothing about anybody; `of` is what it is made of, for a route that discloses
 * records. It is written when it is sent: by then what it is made of has its names.
 */
export const csvFile = <T>(name: string, write: (of: T) => string, of: T): StreamableFile =>
  madeOf(
    new StreamableFile(Readable.from(written(() => write(of))), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${name}.csv"`,
    }),
    of,
  );

function* written(write: () => string): Generator<Buffer> {
  yield Buffer.from(write(), 'utf8');
}

/** The route answers JSON, or, with `Accept: text/csv`, the same as a table. */
export const AnswersCsvToo = (page: Type) =>
  applyDecorators(
    ApiExtraModels(page),
    ApiOkResponse({
      content: {
        'application/json': { schema: { $ref: getSchemaPath(page) } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
  );
