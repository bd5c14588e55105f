import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, removeDurably, syncFolder } from '../keys/durable-file.js';
import { EndedLog, type EndedLine, type LoggedLine } from './ended-log.js';

const ending = '.log';

/** What is appended: a line, or how one ended. */
type Written = EndedLine | { settled: string; fate: 'kept' | 'taken_back' };

/** One small file for each day, which is only appended to. Letting go of a day removes its file and rewrites none. */
export class EndedLogFolder extends EndedLog {
  private readonly folder: string;

  constructor(keysFolder: string) {
    super();
    this.folder = join(keysFolder, 'ended');
  }

  async append(lines: readonly EndedLine[]): Promise<void> {
    const [{ day } = { day: '' }] = lines;
    const isNew = await this.write(day, lines, true);
    if (isNew) await syncFolder(this.folder);
  }

  async settle(lines: readonly EndedLine[], fate: 'kept' | 'taken_back'): Promise<void> {
    for (const day of new Set(lines.map((line) => line.day))) {
      const ofDay = lines.filter((line) => line.day === day).map(({ id }) => ({ settled: id, fate }));
      await this.write(day, ofDay, fate === 'taken_back');
    }
  }

  async all(): Promise<LoggedLine[]> {
    const lines = new Map<string, LoggedLine>();
    for (const name of await this.names())
      for (const written of readable(await readFile(join(this.folder, name), 'utf8'))) {
        if (!('settled' in written)) lines.set(written.id, { ...written, kept: false });
        else if (written.fate === 'taken_back') lines.delete(written.settled);
        else Object.assign(lines.get(written.settled) ?? {}, { kept: true });
      }
    return [...lines.values()];
  }

  async letGo(day: string): Promise<void> {
    for (const name of await this.names()) if (name < day) await removeDurably(join(this.folder, name));
  }

  /** Answers whether the file is new. A line break before each line ends what a power cut left unfinished. */
  private async write(day: string, what: readonly Written[], durably: boolean): Promise<boolean> {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error('Not a day');
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = await open(
      join(this.folder, `${day}${ending}`),
      constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT,
      0o600,
    );
    try {
      const isNew = (await file.stat()).size === 0;
      await file.writeFile(what.map((each) => `\n${JSON.stringify(each)}\n`).join(''));
      if (durably) await file.datasync();
      return isNew;
    } finally {
      await file.close();
    }
  }

  private async names(): Promise<string[]> {
    const found = await readdir(this.folder).catch((error: unknown) =>
      hasCode(error, 'ENOENT') ? [] : Promise.reject(error),
    );
    return found.filter((name) => name.endsWith(ending)).sort();
  }
}

const readable = (text: string): Written[] =>
  text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Written);
