import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  NotImplementedException,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse } from '@nestjs/swagger';
import type { Readable } from 'node:stream';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { platformRefusals, stale } from '../../../src/platform/errors/platform.refusals.js';
import { refuse } from '../../../src/platform/errors/refusal.js';
import { decodeCursor } from '../../../src/platform/http/cursor.js';
import { IfMatch } from '../../../src/platform/http/etag.js';
import { Id } from '../../../src/platform/http/id.param.js';
import { JsonText } from '../../../src/platform/database/json-text.js';
import { PageOf, pageOf, type Page } from '../../../src/platform/http/pagination.js';
import { BodyLimit, Cacheable, Upload } from '../../../src/platform/http/route-settings.js';
import { Deprecated } from '../../../src/platform/openapi/deprecated.js';
import { Limited } from '../../../src/platform/limits/rate-limits.js';
import { NoteBody, NoteChange, NotesQuery, NoteView } from './notes.dto.js';

const titles = ['a', 'b', 'c', 'd', 'e'];
const current = 7;

@ApiBearerAuth()
@Controller('notes')
export class NotesController {
  /** A page of notes. */
  @Get()
  @ApiOkResponse({ type: PageOf(NoteView) })
  list(@Query() { limit, cursor, ...filters }: NotesQuery): Page<{ title: string }> {
    const scope = { list: 'notes', ...filters };
    const [after] = decodeCursor(cursor, scope, 1) ?? [''];
    const rows = titles.filter((title) => title > String(after)).slice(0, limit + 1);
    return pageOf(
      rows,
      limit,
      scope,
      (title) => [title],
      (title) => ({ title }),
    );
  }

  @Post()
  create(@Body() body: NoteBody): object {
    return { ...body };
  }

  @Post('large')
  @BodyLimit(256 * 1024)
  large(@Body() body: object): object {
    return { size: JSON.stringify(body).length };
  }

  @Post('files')
  @Upload(100)
  @HttpCode(200)
  async upload(@Body() body: Readable): Promise<object> {
    let size = 0;
    for await (const chunk of body) size += Buffer.byteLength(chunk);
    return { size };
  }

  @Get('prospectus')
  @Cacheable(60)
  prospectus(): JsonText {
    return JsonText.of('{"open": true}');
  }

  /** What is open, as it was asked for once. */
  @Get('open')
  @Deprecated({ since: '2027-01-04', until: '2028-01-31', instead: 'Call listNotes.' })
  @ApiOkResponse({ type: NoteView })
  open(@Query('title') title: string): object {
    if (title !== 'a') throw refuse(platformRefusals.not_found);
    return { id: '018f0000-0000-7000-8000-000000000000', title, text: null, seat: null, version: 1 };
  }

  @Get('written')
  written(): JsonText {
    return JsonText.item('{"id": 1,  "version": 4}', 4);
  }

  @Post('sign-in')
  @Limited('sign-in')
  @HttpCode(200)
  signIn(@Body() _body: object): object {
    return {};
  }

  @Get('faults')
  fault(@Query('kind') kind: string): never {
    throw faults[kind]?.() ?? new Error('Jo Bloggs jo@example.org is the learner');
  }

  @Get('slow')
  async slow(): Promise<object> {
    arrive();
    await released;
    return {};
  }

  @Get('csv')
  @Header('content-type', 'text/csv')
  csv(): string {
    return 'a,b';
  }

  @Get(':id')
  one(@Id() id: string): object {
    return { id, title: 'a', version: current };
  }

  @Patch(':id')
  change(@Id() id: string, @Body() body: NoteChange, @IfMatch() expected: number): object {
    if (expected !== current) throw stale(current);
    return { id, ...body, version: current + 1 };
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Id() _id: string): void {}

  @Post(':id/archiving')
  @HttpCode(204)
  archive(@Id() _id: string): void {}
}

let released = Promise.resolve();
let arrive = () => {};

/** Makes GET /notes/slow wait until it is released; `arrived` settles when `count` of them wait. */
export function holdSlowRequests(count: number): { arrived: Promise<void>; release: () => void } {
  let release = () => {};
  let missing = count;
  released = new Promise((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = () => {
      if (--missing === 0) resolve();
    };
  });
  return { arrived, release };
}

function driverError(code: string, constraint?: string, message = 'Key (email)=(jo@example.org)'): Error {
  return Object.assign(new Error(message), {
    code,
    severity: 'ERROR',
    ...(constraint !== undefined && { constraint }),
  });
}

const faults: Record<string, () => Error> = {
  unique: () => new QueryFailedError('insert', ['jo@example.org'], driverError('23505', 'note_title_key')),
  'other-unique': () => driverError('23505', 'another_key'),
  exclusion: () => driverError('23P01'),
  'missing-parent': () =>
    driverError('23503', undefined, 'insert or update on table "note" violates foreign key constraint'),
  'kept-parent': () =>
    driverError('23503', undefined, 'update or delete on table "note" violates foreign key constraint'),
  check: () => driverError('23514'),
  'not-null': () => driverError('23502'),
  serialization: () => driverError('40001'),
  deadlock: () => driverError('40P01'),
  lock: () => driverError('55P03'),
  cancelled: () => driverError('57014'),
  connections: () => driverError('53300'),
  shutdown: () => driverError('57P01'),
  starting: () => driverError('57P03'),
  protocol: () => driverError('08P01'),
  'disk-full': () => driverError('53100'),
  denied: () => Object.assign(driverError('42501'), { routine: 'aclcheck_error' }),
  hidden: () => Object.assign(driverError('42501'), { routine: 'ExecWithCheckOptions' }),
  'bad-value': () => driverError('22021'),
  syntax: () => driverError('42601'),
  pool: () => new Error('timeout exceeded when trying to connect'),
  refused: () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  'refused-everywhere': () =>
    Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), { code: 'ECONNREFUSED' }),
  'no-way': () => Object.assign(new Error('connect'), { code: 'EHOSTUNREACH', syscall: 'connect' }),
  'read-only': () => driverError('25006'),
  'broke-under-it': () => new QueryRunnerAlreadyReleasedError(),
  nest: () => new NotImplementedException(),
  busy: () => refuse(platformRefusals.busy, { retryAfter: 3 }),
};
