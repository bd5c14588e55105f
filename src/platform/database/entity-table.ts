import { getMetadataArgsStorage } from 'typeorm';
import { columnName } from './naming.js';

interface ColumnFacts {
  name: string;
  type: string;
  selectable: boolean;
}

/** Types that the driver would read in the zone of this process, or not at all. */
const asText = new Set(['date', 'time', 'timestamp', 'tstzrange']);

/** What an entity's decorators say about its table, and the texts made of it. */
export class EntityTable {
  private readonly texts = new Map<string, string>();

  constructor(
    readonly name: string,
    private readonly columns: ReadonlyMap<string, ColumnFacts>,
  ) {}

  get selectable(): string[] {
    return [...this.columns].filter(([, { selectable }]) => selectable).map(([property]) => property);
  }

  column(property: string): ColumnFacts {
    const column = this.columns.get(property);
    if (!column) throw new Error(`${this.name} has no column for ${property}`);
    return column;
  }

  names(properties: readonly string[]): string {
    return properties.map((property) => this.column(property).name).join(', ');
  }

  selected(prefix: string, properties: readonly string[]): string {
    return properties
      .map((property) => {
        const { name, type } = this.column(property);
        return `${prefix}${name}${asText.has(type) ? '::text' : ''} as "${property}"`;
      })
      .join(', ');
  }

  values(row: object, properties: readonly string[]): unknown[] {
    return properties.map((property) => {
      const value: unknown = row[property as keyof typeof row];
      return this.column(property).type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
    });
  }

  condition(where: object, before = 0): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    const parts = Object.entries(where).map(([property, value]: [string, unknown]) => {
      const { name } = this.column(property);
      if (value === undefined) throw new Error(`${this.name}: ${property} is undefined`);
      if (value === null) return `${name} is null`;
      const place = `$${before + values.push(value)}`;
      return Array.isArray(value) ? `${name} = any(${place})` : `${name} = ${place}`;
    });
    if (parts.length === 0) throw new Error(`${this.name}: which rows?`);
    return { text: parts.join(' and '), values };
  }

  text(kind: string, properties: readonly string[], make: () => string): string {
    const key = `${kind} ${properties.join()}`;
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const text = make();
    this.texts.set(key, text);
    return text;
  }
}

const tables = new WeakMap<object, EntityTable>();

/** The table of an entity; refuses a class that is none. */
export function tableOf(entity: new () => object): EntityTable {
  const known = tables.get(entity);
  if (known) return known;
  const storage = getMetadataArgsStorage();
  const name = storage.tables.find(({ target }) => target === entity)?.name;
  if (name === undefined) throw new Error(`${entity.name} is no entity`);
  const columns = storage.filterColumns(entity).map(({ propertyName, options }): [string, ColumnFacts] => [
    propertyName,
    {
      name: options.name ?? columnName(propertyName),
      type: String(options.type),
      selectable: options.select ?? true,
    },
  ]);
  const table = new EntityTable(name, new Map(columns));
  tables.set(entity, table);
  return table;
}
