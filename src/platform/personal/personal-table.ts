import { textNamed } from '../../catalogues/catalogues.js';

/**
 * What becomes of the rows about a person who is erased. Statements get the person's id as `$1`, and as `$2` the time if
 * they name it.
 */
export type WhenErased =
  /** Gone; by a plain deletion unless `statements` says more, or another table's deletion takes them along (`with`). */
  | { fate: 'erased'; statements?: readonly string[]; with?: string }
  /** Numbers, dates and ids stay, which lead to a person without a name; `statements` takes the words away. */
  | { fate: 'anonymised'; statements?: readonly string[] }
  /**
   * Kept under a rule until a day, which `until` (SQL over the row `t`) tells; then `goesAfter` removes them. With `kept`
   * (SQL over `t`) only those rows, and `statements` erases the others.
   */
  | { fate: 'retained'; rule: string; until: string; kept?: string; statements?: readonly string[] };

/**
 * A table that holds something about people. Each is declared beside the module that owns it, in its `x.personal.ts`.
 * What the college has it for (`records.<table>.purpose`), and why some of it stays after an erasure
 * (`records.<table>.because`), stand in the catalogue, in plain words that the person can read.
 */
export interface PersonalTable {
  table: string;
  /** SQL condition: which rows `t` are about the person `$1`. */
  rowsOf: string;
  /**
   * The columns that the person can take home, as SQL over `t`; or why there are none. Never secrets, never other
   * people's names.
   */
  exports: string | { nothing: string };
  /**
   * Columns among these that are sealed with the person's own key (`key_id`): they go home opened. A sentence is the
   * place of a private text; a list is what JSON was bound to. `{column}` stands for what the row has there.
   */
  decrypts?: Readonly<Record<string, string | readonly string[]>>;
  /** The id of the person's key that the row's texts are sealed under, as SQL over `t`; null where there are none. */
  sealedUnder?: string;
  whenErased: WhenErased;
  /** What it says of a person who is erased stays in figures, without them (BR-195); said once in the plan. */
  staysCounted?: true;
  /**
   * Rows leave by themselves, whoever they are about, so long after this column (SQL over `t`): a time, or the setting of
   * the college that holds years. Without it they stay while the person does; `test/privacy/how-long.e2e-spec.ts` says why.
   */
  goesAfter?: { column: string; time: string | { setting: string }; only?: string };
  /** Columns that name somebody else: who did it. */
  namesStaff?: readonly string[];
}

export interface PersonalData {
  /** In the order in which they are erased: what points at others first. */
  tables: readonly PersonalTable[];
  /**
   * Tables that are about nobody, with the columns that only say who did something. After an erasure these lead to a
   * person without a name.
   */
  doneBy?: Readonly<Record<string, readonly string[]>>;
}

/** What the college has a table for. */
export const purposeOf = ({ table }: PersonalTable): string => textNamed(`records.${table}.purpose`);

/** Why some of a table, or all of it, stays after an erasure. */
export const reasonToKeep = ({ table }: PersonalTable): string => textNamed(`records.${table}.because`);
