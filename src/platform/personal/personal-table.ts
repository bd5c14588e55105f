/** What becomes of the rows about a person who is erased. Statements get the person's id as `$1`. */
export type WhenErased =
  /** Gone; by a plain deletion unless `statements` says more, or another table's deletion takes them along (`with`). */
  | { fate: 'erased'; statements?: readonly string[]; with?: string }
  /** Numbers, dates and ids stay, which lead to a person without a name; `statements` takes the words away. */
  | { fate: 'anonymised'; because: string; statements?: readonly string[] }
  /** Kept under a rule until a day, which `until` (SQL over the row `t`) tells; then `goesAfter` removes them. */
  | { fate: 'retained'; rule: string; because: string; until: string; statements?: readonly string[] };

/**
 * A table that holds something about people. Each is declared beside the module that owns it, in its `x.personal.ts`.
 */
export interface PersonalTable {
  table: string;
  /** What the college has it for, in plain words that the person can read. */
  purpose: string;
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
  whenErased: WhenErased;
  /**
   * Rows leave by themselves, whoever they are about, so long after this column (SQL over `t`). Without it they stay
   * while the person does.
   */
  goesAfter?: { column: string; time: string; only?: string };
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
