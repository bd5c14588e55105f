import type { ColumnOptions } from 'typeorm';

// The domains of the database, for `@Column(codeText)` and `@Column({ ...codeText, nullable: true })`. TypeORM knows a
// text with a length by the name of varchar only.

/** A stable word of 1 to 64 characters: a state, a kind, a code. */
export const codeText = { type: 'varchar', length: 64 } as const satisfies ColumnOptions;

/** A line of up to 300 characters: a name, a title, an address. */
export const shortText = { type: 'varchar', length: 300 } as const satisfies ColumnOptions;

/** Paragraphs, up to 20,000 characters. */
export const longText = { type: 'varchar', length: 20_000 } as const satisfies ColumnOptions;

/** A text that is sealed under its owner's key: 29 to 16,000 bytes. */
export const sealedText = { type: 'bytea' } as const satisfies ColumnOptions;

/** What the database works out itself. */
export const computed = { insert: false, update: false } as const satisfies ColumnOptions;

/** How often a row was changed, counted by a trigger; the row's ETag. */
export const rowVersion = { type: 'integer', ...computed } as const satisfies ColumnOptions;
